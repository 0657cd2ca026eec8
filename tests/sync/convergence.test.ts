// The short form of the measurement: four clients behind bad links and with wrong wall clocks come together, stay
// together, and show what they say they show. The bounds are wide, since a busy machine must not fail a build; the
// figures come from `npm run measure`.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { distances, settledAfterMs } from './measure/analysis.js';
import type { Stretch } from './measure/timeline.js';
import type { Track } from './measure/track.js';
import { Judge } from './rig/judge.js';
import { Notebook } from './rig/notebook.js';
import { Rig } from './rig/rig.js';
import { planOfFour } from './rig/scenarios.js';

const inPlace = { withinMs: 150, deadlineMs: 20_000 };
const together = { medianMs: 100, p95Ms: 300 };
const watchMs = 4000;

let rig: Rig;

beforeAll(async () => {
  rig = await Rig.assemble();
  for (const plan of planOfFour('application')) await rig.join(plan);
  await rig.control.startFilm();
  for (const client of rig.clients) await client.untilFilmIsThere();
});
afterAll(() => rig?.dispose());

/** Waits until every client is in place, at most until the deadline; resolves to the server time of that. */
async function untilInPlace(stretch: Stretch): Promise<number> {
  const lastMs = stretch.movesAtMs + inPlace.deadlineMs;
  for (;;) {
    await rig.pass(500);
    const { tracks } = await rig.record(new Notebook());
    const nowMs = rig.control.nowMs();
    const settled = (track: Track) => settledAfterMs(track, stretch.movesAtMs, nowMs, inPlace.withinMs) !== null;
    const unsettled = [...tracks.values()].filter((track) => !settled(track));
    if (unsettled.length === 0) return nowMs;
    expect(nowMs, `not in place in time: ${unsettled.map(({ name }) => name).join(', ')}`).toBeLessThan(lastMs);
  }
}

async function expectTogether(fromMs: number): Promise<void> {
  await rig.pass(watchMs);
  const { tracks } = await rig.record(new Notebook());
  const found = distances([{ fromMs, toMs: rig.control.nowMs(), tracks: [...tracks.values()] }]);
  expect(found.covered).toBeGreaterThan(0.5);
  expect(found.pairs.p50).toBeLessThan(together.medianMs);
  expect(found.pairs.p95).toBeLessThan(together.p95Ms);
  expect(found.anchor.p95).toBeLessThan(together.p95Ms);
}

it('places every sample in time to two milliseconds', () => {
  expect(rig.clockErrorMs).toBeGreaterThan(0);
  expect(rig.clockErrorMs).toBeLessThan(2);
});

it('a film that starts is soon the same on every screen', async () => {
  await rig.control.change({ type: 'pause' });
  await expectTogether(await untilInPlace(await rig.control.change({ type: 'play' })));
});

it('and so is one that was moved', async () => {
  await expectTogether(await untilInPlace(await rig.playFrom(100_000)));
});

it('the screens show the frames the clients say', async () => {
  const judge = new Judge();
  await judge.watch(rig, { watchMs: 2000, screenshots: 1 });
  const { canvasFrames, canvasAgreeing, screenshots } = judge.judge((await rig.record(new Notebook())).tracks);
  expect(canvasFrames).toBeGreaterThan(20);
  // A page that is held up may draw the frame after the one it was called for.
  expect(canvasAgreeing / canvasFrames).toBeGreaterThan(0.9);
  expect(screenshots).toBe(rig.clients.length);
});
