// Reads the frame number that scripts/make-sample-film draws into the film as a row of black and white blocks.

/** The film as that script makes it: sizes in pixels of the film, frames in 1/s. */
export const film = { width: 960, height: 540, framesPerSecond: 25, seconds: 180 } as const;

/** One frame on the screen, in ms. */
export const frameMs = 1000 / film.framesPerSecond;

const block = 16;
const numberBits = 13;
const margin = 24;
/** White, the number, parity, black. */
const blocks = numberBits + 3;

/** Where the row of blocks lies in the film. */
export const blockRow = {
  left: film.width - margin - blocks * block,
  top: margin,
  width: blocks * block,
  height: block,
  blocks,
} as const;

/** The frame number of a row given as the brightness (0 to 255) of each block, or null where that is no number. */
export function readFrameNumber(brightness: readonly number[]): number | null {
  const bits = brightness.map((value) => (value > 127 ? 1 : 0));
  if (bits.length !== blocks || bits[0] !== 1 || bits[blocks - 1] !== 0) return null;
  const ones = bits.slice(1, numberBits + 2).reduce<number>((sum, bit) => sum + bit, 0);
  if (ones % 2 !== 0) return null;
  return bits.slice(1, numberBits + 1).reduce<number>((number, bit) => number * 2 + bit, 0);
}
