// The film of the measurement: the sample film at half its width and height, because one machine decodes it many times
// at once. Its bytes per second stay about the same, so that links have as much to carry.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sampleFilm } from '../../browser/paths.js';
import { film } from '../measure/timecode.js';

const smallFilm = fileURLToPath(new URL('../../../build/sync/film.mp4', import.meta.url));
const videoBitsPerSecond = 300_000;

/** Makes the film unless there is one of the present sample film; returns where it is. */
export function makeSmallFilm(): string {
  if (existsSync(smallFilm) && statSync(smallFilm).mtimeMs > statSync(sampleFilm).mtimeMs) return smallFilm;
  mkdirSync(dirname(smallFilm), { recursive: true });
  const partial = `${smallFilm}.${process.pid}.mp4`;
  const rate = String(videoBitsPerSecond);
  const frames = String(film.framesPerSecond);
  try {
    execFileSync(
      'ffmpeg',
      ['-hide_banner', '-loglevel', 'error', '-nostdin', '-y', '-i', sampleFilm]
        .concat(['-vf', `scale=${film.width / 2}:${film.height / 2}`, '-c:v', 'libx264', '-preset', 'veryfast'])
        .concat(['-b:v', rate, '-minrate', rate, '-maxrate', rate, '-bufsize', rate, '-x264-params', 'nal-hrd=cbr'])
        .concat(['-g', frames, '-keyint_min', frames, '-sc_threshold', '0', '-pix_fmt', 'yuv420p', '-profile:v', 'main'])
        .concat(['-c:a', 'copy', '-movflags', '+faststart', partial]),
      { stdio: ['ignore', 'inherit', 'inherit'] },
    );
    renameSync(partial, smallFilm);
  } finally {
    rmSync(partial, { force: true });
  }
  return smallFilm;
}

/** What the film needs of a link to play without a pause, in bytes per second. */
export function filmBytesPerSecond(): number {
  return statSync(smallFilm).size / film.seconds;
}
