// Makes the sample film once, before the first test that needs it.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { filmMaker, sampleFilm } from './paths.js';

export default function setup(): void {
  if (!existsSync(sampleFilm)) execFileSync(filmMaker, [sampleFilm], { stdio: 'inherit' });
}
