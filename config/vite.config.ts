import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const client = fileURLToPath(new URL('../client', import.meta.url))
const server = `http://localhost:${process.env['PORT'] ?? '3000'}`

/** Browsers of the last two years, and the extended-support Firefox that town halls keep. */
const BROWSERS = ['chrome126', 'edge126', 'firefox128', 'safari17.5']

export default defineConfig({
  root: client,
  resolve: { alias: [{ find: /^typebox$/, replacement: `${client}/net/without-schemas.ts` }] },
  plugins: [react(), onlyOurLanguages(), typefaceEarly(), firstTogether()],
  build: {
    outDir: `${client}/dist`,
    emptyOutDir: true,
    manifest: true,
    target: BROWSERS,
    cssTarget: BROWSERS,
    // Inlined files would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    reportCompressedSize: false,
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': { target: server, ws: true } },
  },
})

/** The component library brings its few own words in thirty languages; the interface speaks two. */
function onlyOurLanguages(): Plugin {
  const foreignWords = /react-(?:aria|stately)\/dist\/private\/intl\/[a-z]+\/(?!de-DE|en-US)[a-z]{2}-[A-Z]{2}\.mjs$/
  return {
    name: 'only-our-languages',
    apply: 'build',
    enforce: 'pre',
    load: { filter: { id: foreignWords }, handler: () => 'export default {}' },
  }
}

/** Asks for the typeface with the page, not only when the style sheet has been read. */
function typefaceEarly(): Plugin {
  return {
    name: 'typeface-early',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle = {} }) =>
        Object.keys(bundle)
          .filter((file) => /-latin-wght-normal-[^/]+\.woff2$/.test(file))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${file}`, crossorigin: true },
            injectTo: 'head-prepend',
          })),
    },
  }
}

/** The pages of the first minute. */
const FIRST_PAGES = ['features/auth/sign-in-page.tsx', 'features/projects/home-page.tsx']

const ICONS = '/client/ui/icons.ts'

/** The names a module takes from the list of icons. */
function iconsIn(code: string | null | undefined): string[] {
  const lists = (code ?? '').matchAll(/import\s*\{([^}]*)\}\s*from\s*["'][^"']*\/icons\.ts["']/g)
  return [...lists].flatMap(([, names = '']) => names.split(',').map((name) => name.trim().split(' ')[0] ?? ''))
}

/**
 * What everybody loads first comes in one file: it travels smaller than forty, and in one go. Of the icons only those that are
 * shown there; the others come in a file of their own.
 */
function firstTogether(): Plugin {
  const first = new Set<string>()
  const shown = new Set<string>()
  return {
    name: 'first-together',
    apply: 'build',
    buildEnd() {
      const collect = (id: string) => {
        if (first.has(id)) return
        first.add(id)
        const module = this.getModuleInfo(id)
        for (const name of iconsIn(module?.code)) shown.add(name)
        if (!id.endsWith(ICONS)) for (const imported of module?.importedIds ?? []) collect(imported)
      }
      const isFirstPage = (id: string) => FIRST_PAGES.some((page) => id.endsWith(page))
      for (const id of this.getModuleIds()) if (this.getModuleInfo(id)?.isEntry || isFirstPage(id)) collect(id)
      const icons = this.getModuleInfo([...first].find((id) => id.endsWith(ICONS)) ?? '')
      const listed = [...(icons?.code ?? '').matchAll(/default as (\w+)\s*\}\s*from\s*["']([^"']+)["']/g)]
      // Two names may be one icon, which is imported once.
      const paths = [...new Set(listed.map(([, , path]) => path))]
      for (const [, name = '', path] of listed) {
        const id = icons?.importedIds[paths.indexOf(path)]
        if (shown.has(name) && id !== undefined) collect(id)
      }
      // A page stays a file of its own, asked for when it is shown.
      for (const id of first) if (isFirstPage(id)) first.delete(id)
    },
    outputOptions: (output) => ({
      ...output,
      codeSplitting: {
        groups: [
          { name: 'first', test: (id: string) => first.has(id) },
          { name: 'icons', test: (id: string) => id.includes('/lucide-react/') && !first.has(id) },
        ],
      },
    }),
  }
}
