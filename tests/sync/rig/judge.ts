// The screen as the judge: reads the frame number burned into the film from frames drawn onto a canvas and from
// screenshots of the page, and compares with the frames the recorder says were shown.

import type { Page } from 'playwright-core';
import { blockRow, film, frameMs, readFrameNumber } from '../measure/timecode.js';
import type { Track } from '../measure/track.js';
import type { Client } from './client.js';
import type { Rig } from './rig.js';

/** What the judge found. */
export interface Judgement {
  /** Frames read from a canvas while they were shown, and how many had the number the recorder says. */
  canvasFrames: number;
  canvasAgreeing: number;
  /** Screenshots with a readable number, and how many show a frame that was on the screen while they were taken. */
  screenshots: number;
  screenshotsAgreeing: number;
}

/** A screenshot: which client's, taken between which server times, and the number it shows. */
interface Screenshot {
  client: string;
  fromMs: number;
  toMs: number;
  frameNumber: number | null;
}

/** How long frames are read, and how many screenshots are taken of each client. */
export interface Watch {
  watchMs: number;
  screenshots: number;
}

/** The recorder knows when a frame was expected on a screen refreshed 60 times a second: right to one refresh. */
const refreshMs = 1000 / 60;

interface Rectangle {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Watches all screens for a while. The film should be playing. */
export class Judge {
  private readonly screenshots: Screenshot[] = [];
  private fromMs = 0;
  private toMs = 0;

  async watch(rig: Rig, { watchMs, screenshots }: Watch): Promise<void> {
    this.fromMs = rig.control.nowMs();
    for (const client of rig.clients) await client.watchBlocks(true);
    await rig.pass(watchMs);
    for (const client of rig.clients) await client.watchBlocks(false);
    this.toMs = rig.control.nowMs();
    const decoder = await rig.openBlankPage();
    for (let round = 0; round < screenshots; ++round) {
      for (const client of rig.clients) this.screenshots.push(await take(client, decoder, rig));
    }
    await decoder.close();
  }

  judge(tracks: ReadonlyMap<string, Track>): Judgement {
    const canvas = [...tracks.values()].flatMap((track) =>
      track
        .framesWithin(this.fromMs, this.toMs)
        .filter(({ blocks }) => blocks !== null)
        .map(({ blocks, mediaMs }) => readFrameNumber(blocks ?? []) === Math.round(mediaMs / frameMs)),
    );
    const readable = this.screenshots.filter(({ frameNumber }) => frameNumber !== null);
    return {
      canvasFrames: canvas.length,
      canvasAgreeing: canvas.filter(Boolean).length,
      screenshots: readable.length,
      screenshotsAgreeing: readable.filter((screenshot) => agrees(screenshot, tracks.get(screenshot.client))).length,
    };
  }
}

function agrees({ fromMs, toMs, frameNumber }: Screenshot, track: Track | undefined): boolean {
  if (track === undefined) return false;
  const possible = [track.frameAt(fromMs - refreshMs), ...track.framesWithin(fromMs - refreshMs, toMs + refreshMs)];
  return possible.some((frame) => frame !== null && Math.round(frame.mediaMs / frameMs) === frameNumber);
}

async function take(client: Client, decoder: Page, rig: Rig): Promise<Screenshot> {
  const picture = await client.page.evaluate(locatePicture, film);
  const fromMs = rig.control.nowMs();
  const png = await client.screenshot();
  const toMs = rig.control.nowMs();
  const brightness = await decoder.evaluate(readRow, { png, picture, film, row: blockRow });
  return { client: client.name, fromMs, toMs, frameNumber: readFrameNumber(brightness) };
}

/** In the page: where the film's picture is, without the bars beside it. */
function locatePicture({ width, height }: { width: number; height: number }): Rectangle {
  const box = document.querySelector('video')?.getBoundingClientRect() ?? new DOMRect();
  const scale = Math.min(box.width / width, box.height / height);
  const size = { width: width * scale, height: height * scale };
  return { ...size, left: box.left + (box.width - size.width) / 2, top: box.top + (box.height - size.height) / 2 };
}

/** In a blank page: the brightness of each block in a screenshot. */
async function readRow(shot: {
  png: string;
  picture: Rectangle;
  film: { width: number };
  row: { left: number; top: number; width: number; height: number; blocks: number };
}): Promise<number[]> {
  const { png, picture, row } = shot;
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context?.drawImage(image, 0, 0);
  const scale = picture.width / shot.film.width;
  const y = picture.top + (row.top + row.height / 2) * scale;
  return Array.from({ length: row.blocks }, (_, block) => {
    const x = picture.left + (row.left + ((block + 0.5) * row.width) / row.blocks) * scale;
    return context?.getImageData(Math.round(x), Math.round(y), 1, 1).data[1] ?? 0;
  });
}
