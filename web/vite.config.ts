// Builds the page into web/dist: index.html and a few hashed files under assets/, fit for a strict content security
// policy (nothing inline, no other host). `npm run dev` proxies to a server on MATINEE_ORIGIN.
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

const server = process.env['MATINEE_ORIGIN'] ?? 'http://127.0.0.1:8080';

/** Has the browser fetch the player beside the page's first script, not after it: most addresses lead into a party. */
const preloadPlayer: Plugin = {
  name: 'preload-player',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle }) =>
      Object.values(bundle ?? {})
        .filter((file) => file.type === 'chunk' && file.name === 'party-entry')
        .map((chunk) => ({ tag: 'link', attrs: { rel: 'modulepreload', href: `/${chunk.fileName}` }, injectTo: 'head' })),
  },
};

export default defineConfig({
  plugins: [preloadPlayer],
  // The page is built on the SDK's source, so that one build step serves both.
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // hls.js is one chunk of 600 kB, loaded only for streams; what everyone loads is far below this.
    chunkSizeWarningLimit: 650,
  },
  server: {
    proxy: {
      '/api': { target: server, ws: true },
      '/media': server,
    },
  },
});
