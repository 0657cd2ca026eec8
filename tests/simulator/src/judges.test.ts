// An SDK that does less than it should is caught by the simulation. Each of these breaks one thing and expects it named.

import { afterEach, expect, it, vi } from 'vitest';
import { ServerClock } from '../../../sdk/typescript/src/server-clock.js';
import { Corrector } from '../../../sdk/typescript/src/sync/corrector.js';
import { SimulatedSocket } from './network.js';
import type { Roughness } from './profiles.js';
import { defaultProgram, runParties } from './run-parties.js';

afterEach(() => vi.restoreAllMocks());

/** The rules that two parties break. */
async function brokenRules(roughness: Roughness): Promise<string[]> {
  const rules = new Set<string>();
  const series = { seeds: [1, 2], roughness, durationMs: 8 * 60_000, program: defaultProgram() };
  await runParties(series, ({ violations }) => violations.forEach(({ rule }) => rules.add(rule)));
  return [...rules];
}

it('a follower that corrects nothing is not in place', async () => {
  vi.spyOn(Corrector.prototype, 'correct').mockReturnValue({ kind: 'none' });
  expect(await brokenRules('ordinary')).toContain('who is left in peace is in place');
});

it('a follower that jumps at every look oscillates', async () => {
  vi.spyOn(Corrector.prototype, 'correct').mockReturnValue({ kind: 'jump', leadMs: 0 });
  expect(await brokenRules('calm')).toContain('nobody oscillates');
});

it('a clock that takes no exchange is not in place', async () => {
  vi.spyOn(ServerClock.prototype, 'addSample').mockReturnValue();
  expect(await brokenRules('rough')).toContain('who is left in peace is in place');
});

it('a client that loses every other revision does not agree', async () => {
  const received = SimulatedSocket.prototype.received;
  vi.spyOn(SimulatedSocket.prototype, 'received').mockImplementation(function (this: SimulatedSocket, text) {
    if (!/"revision":\d*[02468],/.test(text) || text.startsWith('{"type":"time-sync"')) received.call(this, text);
  });
  expect(await brokenRules('ordinary')).toContain('everyone agrees on the revision');
});
