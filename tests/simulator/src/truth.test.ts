// The judge judged: what a server must not tell is noticed, and what it may tell is not.

import { describe, expect, it } from 'vitest';
import { Truth, type ToldState } from './truth.js';

const epochMs = 1_000_000;

/** A judge, what it has noticed, and its clock. */
function judge() {
  const noticed: string[] = [];
  let now = 0;
  const truth = new Truth(epochMs, () => now, (rule) => noticed.push(rule));
  const told = (event: Partial<ToldState>) => truth.hear(JSON.stringify({ ...playing, server_time_ms: epochMs + now, ...event }));
  const at = (ms: number) => {
    now = ms;
    truth.check();
  };
  return { truth, noticed, told, at };
}

const playing: ToldState = {
  type: 'sync',
  epoch: 1,
  revision: 5,
  clip_id: 'film',
  position_ms: 10_000,
  is_playing: true,
  server_time_ms: epochMs,
  rate: 1,
  effective_at_ms: epochMs,
};

describe('what is told of a revision', () => {
  it('may be told again, further on', () => {
    const { noticed, told, at, truth } = judge();
    told({});
    at(2000);
    told({ position_ms: 12_000 });
    expect(truth.positionMs()).toBe(12_000);
    expect(noticed).toEqual([]);
  });

  it('must not be another state', () => {
    const { noticed, told, at } = judge();
    told({});
    at(2000);
    told({ position_ms: 12_005 });
    told({ is_playing: false });
    expect(noticed).toEqual(['one revision is one state', 'one revision is one state']);
  });

  it('must not come after a later one', () => {
    const { noticed, told } = judge();
    told({ revision: 6 });
    told({ revision: 5 });
    told({ revision: 7, epoch: 0 });
    expect(noticed).toEqual(['told state never goes back', 'told state never goes back']);
  });

  it('is told in full before anything else shows it', () => {
    const { truth, noticed, told } = judge();
    told({});
    truth.hear(JSON.stringify({ ...playing, type: 'chat_message', revision: 6, effective_at_ms: undefined }));
    expect(noticed).toEqual(['a new revision is told in full first']);
  });
});

describe('a scheduled start', () => {
  it('moves the film from then on', () => {
    const { truth, told, at } = judge();
    told({ effective_at_ms: epochMs + 300 });
    at(200);
    expect(truth.moving).toBe(false);
    expect(truth.positionMs()).toBe(10_000);
    at(500);
    expect(truth.moving).toBe(true);
    expect(truth.positionMs()).toBe(10_200);
  });

  it('is noticed when it does not happen', () => {
    const { noticed, told, at } = judge();
    told({ is_playing: false, effective_at_ms: null, start_at_ms: epochMs + 5000 });
    at(5000);
    expect(noticed).toEqual([]);
    at(5100);
    expect(noticed).toEqual(['a scheduled start happens']);
  });
});

describe('a wait', () => {
  const held = { is_playing: false, effective_at_ms: null };

  it('may end at its deadline', () => {
    const { noticed, told, at } = judge();
    told({ ...held, waiting: { until_ms: epochMs + 10_000, count: 1 } });
    at(10_000);
    told({ revision: 6, effective_at_ms: epochMs + 10_050 });
    at(20_000);
    expect(noticed).toEqual([]);
  });

  it('is noticed when it outlives its deadline', () => {
    const { noticed, told, at } = judge();
    told({ ...held, waiting: { until_ms: epochMs + 10_000, count: 1 } });
    at(10_100);
    expect(noticed).toEqual(['no wait without end']);
  });

  it('is noticed when it is renewed for ever', () => {
    const { noticed, told, at } = judge();
    for (let now = 0; now <= 130_000; now += 5000) {
      at(now);
      told({ ...held, waiting: { until_ms: epochMs + now + 10_000, count: 1 } });
    }
    expect(new Set(noticed)).toEqual(new Set(['no wait without end']));
  });

  it('is noticed when the film plays meanwhile, or when it is for nobody', () => {
    const { noticed, told } = judge();
    told({ waiting: { until_ms: epochMs + 10_000, count: 0 } });
    expect(noticed).toEqual(['a party that waits stands', 'a wait is for somebody']);
  });
});
