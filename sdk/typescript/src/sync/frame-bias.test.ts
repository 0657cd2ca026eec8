import { expect, it } from 'vitest';
import { FrameBias } from './frame-bias.js';

function biasAfter(differences: (frame: number) => number, frames = 50): FrameBias {
  const bias = new FrameBias();
  for (let frame = 0; frame < frames; ++frame) bias.addFrame(frame * 40 + differences(frame), frame * 40);
  return bias;
}

it.each([
  ['what a screen’s refresh and a busy browser explain', (frame: number) => (frame % 3) * 8 - 30, 0],
  ['a picture far from the position', () => -90, -90],
  ['a position that lags', () => 60, 60],
  ['nonsense', () => 4000, 0],
])('makes of %s', (_, differences, expected) => {
  expect(biasAfter(differences).ms).toBe(expected);
});

it('does not count the frames of the start', () => {
  expect(biasAfter((frame) => (frame < 10 ? -200 : 0)).ms).toBe(0);
});

it('wants no more frames than it needs, until playback begins anew', () => {
  const bias = biasAfter(() => -90, 49);
  expect(bias.wantsFrames).toBe(true);
  expect(bias.ms).toBe(0);
  bias.addFrame(0, 90);
  expect(bias.wantsFrames).toBe(false);
  bias.restart();
  expect(bias.wantsFrames).toBe(true);
  expect(bias.ms).toBe(-90);
});
