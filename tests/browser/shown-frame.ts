// What a screen really shows: the number burned into the frames of the sample film, read from the picture.

import { blockRow, film, readFrameNumber } from '../sync/measure/timecode.js';
import type { Person } from './person.js';

/** Odd, so that there is one in the middle. */
const framesRead = 15;

/** How far the picture on one screen is ahead of that on another, both playing, in s: the median of some frames of each. */
export async function framesApart(one: Person, other: Person): Promise<number> {
  const [a, b] = await Promise.all([startOfFilm(one), startOfFilm(other)]);
  return b - a;
}

/** When the sample film would have begun to be where this screen is now, in s of Unix time. */
async function startOfFilm(person: Person): Promise<number> {
  const shown = await person.page.evaluate(readShownFrames, { row: blockRow, filmWidth: film.width, count: framesRead });
  const starts = shown.flatMap(({ brightness, atMs }) => {
    const frame = readFrameNumber(brightness);
    return frame === null ? [] : [atMs / 1000 - frame / film.framesPerSecond];
  });
  return starts.sort((x, y) => x - y)[Math.floor(starts.length / 2)] ?? Number.NaN;
}

/** Where the film stands, by the number in the picture, in s. */
export async function shownSecond(person: Person): Promise<number> {
  const [shown] = await person.page.evaluate(readShownFrames, { row: blockRow, filmWidth: film.width, count: 0 });
  const frame = readFrameNumber(shown?.brightness ?? []);
  return frame === null ? Number.NaN : frame / film.framesPerSecond;
}

interface ReadOptions {
  row: typeof blockRow;
  filmWidth: number;
  /** How many of the next frames; 0 for the one that stands. */
  count: number;
}

/** Self-contained, since it travels to the page as text. */
function readShownFrames({ row, filmWidth, count }: ReadOptions): Promise<{ brightness: number[]; atMs: number }[]> {
  const video = document.querySelector('video')!;
  const pixels = new OffscreenCanvas(row.width, row.height).getContext('2d', { willReadFrequently: true })!;
  const read = (atMs: number) => {
    const scale = video.videoWidth / filmWidth;
    pixels.drawImage(video, row.left * scale, row.top * scale, row.width * scale, row.height * scale, 0, 0, row.width, row.height);
    const { data } = pixels.getImageData(0, row.height / 2, row.width, 1);
    const step = row.width / row.blocks;
    const brightness = Array.from({ length: row.blocks }, (_, block) => data[Math.floor((block + 0.5) * step) * 4 + 1] ?? 0);
    return { brightness, atMs: performance.timeOrigin + atMs };
  };
  if (count === 0) return Promise.resolve([read(performance.now())]);
  return new Promise((resolve) => {
    const shown: { brightness: number[]; atMs: number }[] = [];
    const next = () =>
      video.requestVideoFrameCallback((_, { expectedDisplayTime }) => {
        shown.push(read(expectedDisplayTime));
        if (shown.length < count) next();
        else resolve(shown);
      });
    next();
  });
}
