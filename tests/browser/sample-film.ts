// Makes the sample film and the streams once, before the first test that needs them.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { filmMaker, liveSegments, sampleFilm, sampleStream, streamMaker } from './paths.js';

export default function setup(): void {
  if (!existsSync(sampleFilm)) execFileSync(filmMaker, [sampleFilm], { stdio: 'inherit' });
  if (!existsSync(sampleStream)) execFileSync(streamMaker, ['film', sampleFilm, sampleStream], { stdio: 'inherit' });
  if (!existsSync(liveSegments)) execFileSync(streamMaker, ['live', sampleFilm, liveSegments], { stdio: 'inherit' });
}
