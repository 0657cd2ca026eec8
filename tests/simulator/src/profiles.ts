// Who takes part in a simulated party: links, machines and players, drawn at random from ranges seen in the wild. The
// ranges of a party are set by how rough it is to be.

import type { ClockProfile } from './local-clock.js';
import type { LinkProfile } from './link.js';
import type { PlayerProfile } from './media-player.js';
import type { Random } from './random.js';
import type { ThreadProfile } from './tab.js';

/** How hard life is in a party. */
export type Roughness =
  /** What the goals are stated for: 5 to 300 ms round trip, symmetric, 30 ms jitter; nothing goes wrong. */
  | 'calm'
  /** The same, and people press buttons, players stall and links stall now and then. */
  | 'ordinary'
  /** Long and uneven ways, lost packets, cuts, sleeping machines, coarse players. */
  | 'rough'
  /** As rough, an order of magnitude more often, and the server dies now and then. */
  | 'hostile';

export const roughnesses: readonly Roughness[] = ['calm', 'ordinary', 'rough', 'hostile'];

export interface ViewerProfile {
  link: LinkProfile;
  clock: ClockProfile;
  thread: ThreadProfile;
  player: PlayerProfile;
}

const hourMs = 3_600_000;

export function drawViewer(roughness: Roughness, random: Random): ViewerProfile {
  const rough = roughness === 'rough' || roughness === 'hostile';
  return { link: drawLink(rough, random), clock: drawClock(random), thread: drawThread(rough, random), player: drawPlayer(rough, random) };
}

function drawLink(rough: boolean, random: Random): LinkProfile {
  const roundTripMs = rough ? random.logBetween(5, 1200) : random.logBetween(5, 300);
  const upShare = rough && random.chance(0.5) ? random.between(0.3, 0.7) : 0.5;
  return {
    upMs: roundTripMs * upShare,
    downMs: roundTripMs * (1 - upShare),
    // The goal's 30 ms are a span; nine tenths of an exponential of this mean lie within it.
    jitterMs: rough ? random.logBetween(1, 40) : random.logBetween(1, 13),
    lossChance: rough ? random.pick([0, 0.002, 0.02]) : 0,
  };
}

function drawClock(random: Random): ClockProfile {
  return {
    // Crystals are specified within 100 ppm and mostly within 30.
    ppm: Math.max(-100, Math.min(100, random.normal() * 30)),
    startMs: random.between(0, hourMs),
    wallErrorMs: random.between(-hourMs, hourMs),
    standsInSleep: random.chance(0.5),
  };
}

function drawThread(rough: boolean, random: Random): ThreadProfile {
  return {
    timerLatenessMs: random.logBetween(0.2, rough ? 8 : 3),
    busyPerSecond: rough ? random.logBetween(0.01, 1) : random.logBetween(0.01, 0.1),
    busyMostMs: rough ? random.logBetween(20, 400) : random.logBetween(10, 80),
  };
}

function drawPlayer(rough: boolean, random: Random): PlayerProfile {
  const player: PlayerProfile = {
    startMs: span(random, 5, 120),
    seekMs: span(random, 20, 400),
    bufferMs: random.logBetween(5000, rough ? 60_000 : 600_000),
    loadMs: span(random, 100, rough ? 4000 : 1000),
    openMs: span(random, 100, rough ? 6000 : 1500),
    rateMs: span(random, 1, 40),
    rateJumpMs: random.logBetween(0.2, 3),
    rateStep: 0,
    stepMs: random.pick([0, 0, 0, 1]),
    // Chromium's currentTime scatters by 0.3 ms, and by 10 ms while it stretches time.
    noiseMs: random.logBetween(0.1, rough ? 2 : 0.5),
    stretchNoiseMs: random.pick([0, 10, 10]),
    ppm: Math.max(-200, Math.min(200, random.normal() * 40)),
    autoplay: random.pick(['free', 'free', 'free', 'muted-only', 'refused']),
  };
  return rough ? { ...player, ...drawCoarseness(random) } : player;
}

/** Boxes under televisions and old telephones: positions by the frame, rates by the twentieth. */
function drawCoarseness(random: Random): Partial<PlayerProfile> {
  return { rateStep: random.pick([0, 0, 0, 0.01, 0.05]), stepMs: random.pick([0, 0, 1, 1000 / 24, 1000 / 60]) };
}

/** A habit: this player's latencies lie between two values, themselves drawn from a range in ms. */
function span(random: Random, least: number, most: number): readonly [number, number] {
  const first = random.logBetween(least, most);
  return [first, Math.min(most, first * random.between(1, 2))];
}
