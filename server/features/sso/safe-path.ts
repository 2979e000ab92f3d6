const MOST_LENGTH = 500
/** Stands in for our own origin; nothing is asked there. */
const HERE = 'http://here.invalid'

/**
 * A path of ours to go to after signing in, or the start page. Whatever a browser could read as another host (`//`, `/\`, control
 * characters, a scheme) is none, and neither is what is not a page.
 */
export function safePath(asked: string | undefined): string {
  if (asked === undefined || asked.length > MOST_LENGTH || !/^\/[!-[\]-~]*$/.test(asked)) return '/'
  const url = URL.parse(asked, HERE)
  if (!url || url.origin !== HERE) return '/'
  const path = `${url.pathname}${url.search}${url.hash}`
  // Resolving `/..//host` would bring back what was just refused.
  if (path.startsWith('//') || /^\/(api|metrics|sign-in)(\/|$|\?)/.test(path)) return '/'
  return path
}
