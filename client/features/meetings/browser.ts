export type BrowserFamily = 'chromium' | 'firefox' | 'safari' | 'mobile' | 'other'

/** Whose way to the permissions is to be explained. */
export function browserFamily(userAgent: string): BrowserFamily {
  if (/Android|iPhone|iPad|Mobile/.test(userAgent)) return 'mobile'
  if (userAgent.includes('Firefox/')) return 'firefox'
  if (/Chrome\/|Chromium\//.test(userAgent)) return 'chromium'
  return userAgent.includes('Safari/') ? 'safari' : 'other'
}
