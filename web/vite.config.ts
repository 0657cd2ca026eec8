// Builds the page into web/dist: index.html and a few hashed files under assets/, fit for a strict content security
// policy (nothing inline, no other host). `npm run dev` proxies to a server on MATINEE_ORIGIN.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

const server = process.env['MATINEE_ORIGIN'] ?? 'http://127.0.0.1:8080';

/** Has the browser fetch the player beside the page's first script, not after it: most addresses lead into a party. */
const preloadPlayer: Plugin = {
  name: 'preload-player',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle = {} }) => {
      const player = Object.values(bundle).find((file) => file.type === 'chunk' && file.name === 'party-entry');
      if (player?.type !== 'chunk') return [];
      const chunks = [player, ...player.imports.map((name) => bundle[name]!)].filter((file) => file.type === 'chunk');
      const scripts = chunks.filter((chunk) => !chunk.isEntry).map(({ fileName }) => ({ rel: 'modulepreload', href: `/${fileName}` }));
      const styles = chunks
        .filter((chunk) => !chunk.isEntry)
        .flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])])
        .map((fileName) => ({ rel: 'preload', as: 'style', crossorigin: '', href: `/${fileName}` }));
      return [...scripts, ...styles].map((attrs) => ({ tag: 'link', attrs, injectTo: 'head' as const }));
    },
  },
};

/** Where less is saved, unpacking costs more than it brings. */
const leastSavedBytes = 200;

/** Puts a compressed copy beside every file that becomes smaller, so that the server need not compress anything. */
const compress: Plugin = {
  name: 'compress',
  apply: 'build',
  writeBundle: ({ dir = '' }, bundle) => {
    for (const name of Object.keys(bundle)) {
      const content = readFileSync(join(dir, name));
      const compressed = gzipSync(content, { level: 9 });
      if (compressed.length + leastSavedBytes < content.length) writeFileSync(join(dir, `${name}.gz`), compressed);
    }
  },
};

export default defineConfig({
  plugins: [preloadPlayer, compress],
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
