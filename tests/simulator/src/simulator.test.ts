// The short run: every roughness, a few parties each, and nothing that must not happen does. Long runs with other seeds:
// `npm run simulate -w tests/simulator`.

import { beforeAll, describe, expect, it } from 'vitest';
import { roughnesses } from './profiles.js';
import { Report } from './report.js';
import { defaultProgram, runParties, type Series } from './run-parties.js';

const program = defaultProgram();
const seeds = [1, 2, 3, 4];
const durationMs = 15 * 60_000;

async function simulate(series: Omit<Series, 'program'>): Promise<Report> {
  const report = new Report();
  await runParties({ ...series, program }, (party) => report.merge(party.toJSON()));
  return report;
}

function described(report: Report): string[] {
  return report.violations.map(({ rule, detail, seed, at }) => `${rule}: seed ${seed} at ${at / 1000} s: ${detail}`);
}

describe.each(roughnesses)('%s parties', (roughness) => {
  let report: Report;

  beforeAll(async () => {
    report = await simulate({ seeds, roughness, durationMs });
  });

  it('keep every rule', () => {
    expect(described(report)).toEqual([]);
  });

  it('have something happen in them', () => {
    expect(report.totals[roughness]?.changes).toBeGreaterThan(seeds.length);
    expect(report.histogram(`${roughness} steady`).size).toBeGreaterThan(1000);
  });
});

describe('calm parties', () => {
  let report: Report;

  beforeAll(async () => {
    report = await simulate({ seeds: [5, 6], roughness: 'calm', durationMs });
  });

  it('hold any two screens within 15 ms in 95 of 100 samples, and within 40 ms in 99', () => {
    const pairs = report.histogram('calm pairs');
    expect(pairs.quantile(0.95)).toBeLessThanOrEqual(15);
    expect(pairs.quantile(0.99)).toBeLessThanOrEqual(40);
  });

  it('hold every screen within 25 ms of the party in 99 of 100 samples', () => {
    expect(report.histogram('calm steady').quantile(0.99)).toBeLessThanOrEqual(25);
  });
});

it('happens again exactly by its seed', async () => {
  const series = { seeds: [7], roughness: 'hostile', durationMs: 5 * 60_000 } as const;
  expect(JSON.stringify(await simulate(series))).toBe(JSON.stringify(await simulate(series)));
});
