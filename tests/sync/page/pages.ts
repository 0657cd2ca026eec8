// Builds the pages of this folder into a directory that the server then serves under /media/, beside the film.

import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, defaultClientConditions } from 'vite';
import { sampleFilm } from '../../browser/paths.js';
import { makeSmallFilm } from './film.js';

const clients = ['sdk-client', 'specification-client'] as const;

/** The film's path on the server. */
export const filmPath = '/media/sample.mp4';
/** A page's path on the server. */
export const pagePath = (client: (typeof clients)[number]) => `/media/${client}.html`;

// The sample code of the specification does not say where a film comes from, so its page has it from the beginning.
const html = (client: string) => `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Matinee: measured page</title>
<video ${client === 'sdk-client' ? '' : `src="${filmPath}"`} playsinline preload="auto" width="480" height="270"></video>
<script type="module" src="${client}.js"></script></html>
`;

/** Fills `directory` with the film and the pages, built from the SDK's source as it is now. */
export async function buildMediaDirectory(directory: string): Promise<void> {
  mkdirSync(directory, { recursive: true });
  copyFileSync(makeSmallFilm(), join(directory, 'sample.mp4'));
  copyFileSync(sampleFilm.replace(/mp4$/, 'json'), join(directory, 'sample.json'));
  for (const client of clients) {
    await build({
      configFile: false,
      logLevel: 'warn',
      root: fileURLToPath(new URL('.', import.meta.url)),
      resolve: { conditions: ['source', ...defaultClientConditions] },
      build: {
        outDir: directory,
        emptyOutDir: false,
        target: 'es2022',
        lib: { entry: `${client}.ts`, formats: ['es'], fileName: client },
      },
    });
    writeFileSync(join(directory, `${client}.html`), html(client));
  }
}
