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
  plugins: [react(), onlyOurLanguages(), typefaceEarly()],
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
