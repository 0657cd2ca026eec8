// Where things are in the repository.

import { fileURLToPath } from 'node:url';

const fromRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The program under test. */
export const binary = process.env['MATINEE_BIN'] ?? fromRoot('build/release/matinee');
export const mediaDirectory = fromRoot('build/sample');
export const sampleFilm = fromRoot('build/sample/sample.mp4');
/** An HLS stream, served as /media/stream/main.m3u8. */
export const sampleStream = fromRoot('build/sample/stream');
/** The segments of a stream that live-stream.ts serves as if they were made just now. */
export const liveSegments = fromRoot('build/sample/live');
export const streamMaker = fromRoot('tests/browser/make-stream');
export const filmMaker = fromRoot('scripts/make-sample-film');
export const screenshotDirectory = fromRoot('build/screenshots');
export const readmePicture = fromRoot('docs/images/party.png');
