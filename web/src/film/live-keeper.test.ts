// When somebody's page moves the party in a live stream, where to, and whose page it is.

import type { Command, LiveView, Loop } from '@matinee/sdk';
import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Party } from '../party/party';
import { LiveKeeper } from './live-keeper';
import type { Player } from './player';

const view: LiveView = { tied: true, ended: false, startMs: 1000, endMs: 61_000, liveMs: 55_000, segmentMs: 2000 };

/** A party in the middle of the window, seen by its host; `looks()` is what happens whenever the player is looked at. */
class Scene {
  readonly done: unknown[] = [];
  positionMs = 30_000;
  placeMs: number | null = null;
  readonly canControl = signal(true);
  readonly isHost = signal(true);
  readonly meantToPlay = signal(true);
  readonly rate = signal(1);
  readonly queued = signal<{ items: object[]; loop: Loop; current: object | null }>({ items: [], loop: 'off', current: null });
  readonly mayPlay = signal(true);
  readonly live = signal<LiveView | null>(view);
  readonly status = signal({});
  readonly keeper: LiveKeeper;

  constructor() {
    const party = {
      canControl: this.canControl,
      isHost: this.isHost,
      meantToPlay: this.meantToPlay,
      rate: this.rate,
      queue: { queue: this.queued, mayPlay: this.mayPlay },
      connection: { positionNowMs: () => this.positionMs, send: (command: Command) => this.done.push(command) },
    };
    const player = {
      live: this.live,
      status: this.status,
      placeFor: () => this.placeMs,
      moveParty: (positionMs: number) => this.done.push(positionMs),
    };
    this.keeper = new LiveKeeper(party as unknown as Party, player as unknown as Player);
  }

  looks(ms = 250): void {
    vi.advanceTimersByTime(ms);
    this.status.value = {};
  }
}

let scene: Scene;
beforeEach(() => {
  vi.useFakeTimers();
  scene = new Scene();
});
afterEach(() => {
  scene.keeper.close();
  vi.useRealTimers();
});

describe('the host’s page', () => {
  it('moves a party that has no place where it is, and gives that time to show', () => {
    scene.placeMs = 5000;
    scene.looks();
    expect(scene.done).toEqual([5000]);
    scene.looks();
    expect(scene.done).toEqual([5000]);
    scene.looks(5000);
    expect(scene.done).toEqual([5000, 5000]);
  });

  it('leaves it where it is otherwise', () => {
    scene.looks();
    scene.looks(60_000);
    expect(scene.done).toEqual([]);
  });

  it.each([
    ['stands', () => (scene.meantToPlay.value = false)],
    ['watches a film', () => (scene.live.value = null)],
    ['watches a stream that nothing ties', () => (scene.live.value = { ...view, tied: false })],
    ['is controlled by others', () => (scene.canControl.value = false)],
  ])('does nothing for a party that %s', (_what, change) => {
    change();
    scene.placeMs = 5000;
    scene.looks();
    expect(scene.done).toEqual([]);
  });

  it('brings a party back that the stream has not caught up with, when there is something new of it', () => {
    scene.looks();
    scene.positionMs = 90_000;
    scene.looks();
    expect(scene.done, 'the stream stands: going back would show its end over and over').toEqual([]);
    scene.live.value = { ...view, endMs: 63_000, liveMs: 57_000 };
    expect(scene.done).toEqual([57_000]);
  });

  it('ends a faster speed when the party has caught up', () => {
    scene.rate.value = 1.5;
    scene.looks();
    expect(scene.done).toEqual([]);
    scene.positionMs = 54_800;
    scene.looks();
    expect(scene.done).toEqual([{ type: 'set-rate', rate: 1 }]);
  });

  it('goes on to the next film when the stream is over, if there is one', () => {
    scene.live.value = { ...view, ended: true };
    scene.positionMs = 61_000;
    scene.looks();
    expect(scene.done).toEqual([]);
    scene.queued.value = { items: [{}], loop: 'off', current: null };
    scene.looks();
    expect(scene.done).toEqual([{ type: 'queue-play' }]);
  });

  it.each([
    ['one', 1],
    ['all', 1],
    ['off', 0],
  ] as const)('with nothing queued and a loop of %s, what played is played again so often: %i', (loop, times) => {
    scene.live.value = { ...view, ended: true };
    scene.positionMs = 61_000;
    scene.queued.value = { items: [], loop, current: {} };
    scene.looks();
    expect(scene.done).toHaveLength(times);
  });
});

describe('the page of somebody else in control', () => {
  it('does not go on to the next film where they may not choose from the queue', () => {
    scene.isHost.value = false;
    scene.mayPlay.value = false;
    scene.live.value = { ...view, ended: true };
    scene.positionMs = 61_000;
    scene.queued.value = { items: [{}], loop: 'off', current: null };
    scene.looks();
    scene.looks(7000);
    expect(scene.done).toEqual([]);
    scene.mayPlay.value = true;
    scene.looks();
    scene.looks(7000);
    expect(scene.done).toEqual([{ type: 'queue-play' }]);
  });

  it('leaves it to the host for a while', () => {
    scene.isHost.value = false;
    scene.placeMs = 5000;
    scene.looks();
    scene.looks(2900);
    expect(scene.done).toEqual([]);
    scene.looks(3100);
    expect(scene.done).toEqual([5000]);
  });

  it('has nothing left to do when the host did it', () => {
    scene.isHost.value = false;
    scene.placeMs = 5000;
    scene.looks();
    scene.placeMs = null;
    scene.looks();
    scene.placeMs = 5000;
    scene.looks(2900);
    scene.looks(2900);
    expect(scene.done).toEqual([]);
  });
});
