// Builds the page into web/dist: index.html and a few hashed files under assets/, fit for a strict content security
// policy (nothing inline, no other host). `npm run dev` proxies to a server on MATINEE_ORIGIN.
import { defaultClientConditions, defineConfig } from 'vite';

const server = process.env['MATINEE_ORIGIN'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
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
