// What quick fingers send to the party: one command for many presses, and none of them lost.

import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Command, ControlPolicy, LiveView } from '@matinee/sdk';
import type { Party } from '../party/party';
import { FilmActions } from './film-actions';
import type { Player } from './player';
import type { Undoable } from './undoable';

/** A film of 180 s that stands at 60 s, with a host at the keys whose line is 300 ms long. */
class Scene {
  readonly sent: Command[] = [];
  readonly notes: string[] = [];
  positionMs = 60_000;
  online = true;
  readonly clipId = signal<string | null>('clip-1');
  readonly canControl = signal(true);
  readonly state = signal<{ settings: { control_by?: ControlPolicy } }>({ settings: { control_by: 'hosts' } });
  readonly rate = signal(1);
  readonly durationMs = signal(180_000);
  readonly live = signal<LiveView | null>(null);
  readonly playing = signal(false);
  readonly moves: [string, number][] = [];
  readonly actions: FilmActions;
  private readonly listeners = new Set<(event: object) => void>();

  constructor() {
    const party = {
      myId: 'alice',
      clipId: this.clipId,
      canControl: this.canControl,
      state: this.state,
      rate: this.rate,
      playing: signal(false),
      meantToPlay: this.playing,
      send: (command: Command) => {
        if (this.online) this.sent.push(command);
        return this.online;
      },
      connection: {
        positionNowMs: () => this.positionMs,
        on: (_: string, listener: (event: object) => void) => {
          this.listeners.add(listener);
          return () => this.listeners.delete(listener);
        },
      },
    };
    const player = {
      durationMs: this.durationMs,
      live: this.live,
      note: { show: (text: string) => this.notes.push(text) },
      moveParty: (positionMs: number) => this.moves.push(['everyone', positionMs]) > 0,
      goLiveAlone: ({ liveMs }: LiveView) => this.moves.push(['this screen', liveMs]),
    };
    const undoable = { last: signal('seek') };
    this.actions = new FilmActions(
      party as unknown as Party,
      player as unknown as Player,
      undoable as unknown as Undoable,
      () => undefined,
    );
  }

  /** The server tells that somebody moved the film. */
  tells(type: string, positionMs: number, by = 'alice'): void {
    this.positionMs = positionMs;
    for (const listener of this.listeners) {
      listener({ type, position_ms: positionMs, clip_id: 'clip-1', by: { user_id: by, display_name: by } });
    }
  }
}

let scene: Scene;
beforeEach(() => {
  vi.useFakeTimers();
  scene = new Scene();
});
afterEach(() => {
  scene.actions.close();
  vi.useRealTimers();
});

describe('steps', () => {
  it('in a row become one seek as far as all of them', () => {
    for (let n = 0; n < 3; ++n) {
      scene.actions.step(5);
      vi.advanceTimersByTime(100);
    }
    expect(scene.sent).toEqual([]);
    vi.advanceTimersByTime(1000);
    expect(scene.sent).toEqual([{ type: 'seek', position: 75 }]);
    expect(scene.notes).toEqual(['Forward 5 s', 'Forward 10 s', 'Forward 15 s']);
  });

  it('say how far they lead together, from where the film was or was to go', () => {
    scene.actions.step(5);
    scene.actions.step(-5);
    expect(scene.notes.at(-1)).toBe('Back where it was');
    scene.actions.seekToTenth(5);
    scene.actions.step(-5);
    expect(scene.notes.at(-1)).toBe('Back 5 s');
    expect(scene.actions.targetMs.value).toBe(85_000);
  });

  it('show at once where they lead', () => {
    scene.actions.step(5);
    scene.actions.step(-10);
    expect(scene.actions.targetMs.value).toBe(55_000);
  });

  it('go on from where the last one leads while its answer is on its way', () => {
    scene.actions.step(5);
    vi.advanceTimersByTime(250);
    scene.actions.step(5);
    scene.tells('seek', 65_000);
    vi.advanceTimersByTime(250);
    expect(scene.sent.at(-1)).toEqual({ type: 'seek', position: 70 });
    expect(scene.actions.targetMs.value).toBe(70_000);
    scene.tells('seek', 70_000);
    expect(scene.actions.targetMs.value).toBeNull();
  });

  it('wait for the answer to the last of them', () => {
    scene.actions.step(5);
    vi.advanceTimersByTime(250);
    scene.actions.step(5);
    vi.advanceTimersByTime(250);
    scene.tells('seek', 65_000);
    scene.actions.step(5);
    vi.advanceTimersByTime(250);
    expect(scene.sent.at(-1)).toEqual({ type: 'seek', position: 75 });
  });

  it('are not answered by what somebody else did', () => {
    scene.actions.step(5);
    vi.advanceTimersByTime(250);
    scene.tells('seek', 10_000, 'bob');
    scene.tells('pause', 10_000);
    expect(scene.actions.targetMs.value).toBe(65_000);
  });

  it('are forgotten when no answer comes, and start from the party again', () => {
    scene.actions.step(5);
    vi.advanceTimersByTime(10_000);
    expect(scene.actions.targetMs.value).toBeNull();
    scene.actions.step(5);
    vi.advanceTimersByTime(250);
    expect(scene.sent).toEqual([
      { type: 'seek', position: 65 },
      { type: 'seek', position: 65 },
    ]);
  });

  it('that could not be sent lead nowhere', () => {
    scene.online = false;
    scene.actions.step(5);
    vi.advanceTimersByTime(250);
    expect(scene.actions.targetMs.value).toBeNull();
  });

  it('end where the film does', () => {
    for (let n = 0; n < 50; ++n) scene.actions.step(5);
    scene.actions.step(-5);
    vi.advanceTimersByTime(250);
    expect(scene.sent).toEqual([{ type: 'seek', position: 175 }]);
  });

  it('in one film do not move the next', () => {
    scene.actions.step(5);
    scene.tells('skip', 0, 'bob');
    vi.advanceTimersByTime(1000);
    expect(scene.sent).toEqual([]);
  });

  it('move nothing any more once the person may not', () => {
    scene.actions.step(5);
    scene.canControl.value = false;
    vi.advanceTimersByTime(1000);
    expect(scene.sent).toEqual([]);
  });

  it('frame by frame add up, too', () => {
    for (let n = 0; n < 3; ++n) scene.actions.stepFrame(1);
    vi.advanceTimersByTime(250);
    expect(scene.sent).toEqual([{ type: 'seek', position: 60.12 }]);
  });

  it('come before a play that follows them', () => {
    scene.actions.step(5);
    scene.actions.togglePlaying();
    expect(scene.sent).toEqual([{ type: 'seek', position: 65 }, { type: 'play' }]);
  });

  it('not sent yet are what an undo takes back', () => {
    scene.actions.step(5);
    scene.actions.undo();
    vi.advanceTimersByTime(1000);
    expect(scene.sent).toEqual([]);
    scene.actions.undo();
    expect(scene.sent).toEqual([{ type: 'undo' }]);
  });
});

describe('the seek bar', () => {
  it('seeks when the drag has ended, and not before', () => {
    scene.actions.drag(90_000);
    vi.advanceTimersByTime(5000);
    expect(scene.actions.targetMs.value).toBe(90_000);
    expect(scene.sent).toEqual([]);
    scene.actions.seekTo(91_000);
    vi.advanceTimersByTime(250);
    expect(scene.sent).toEqual([{ type: 'seek', position: 91 }]);
  });
});

describe('the speed', () => {
  it('changes by as many steps as there were presses, in one command', () => {
    scene.actions.stepRate(1);
    scene.actions.stepRate(1);
    vi.advanceTimersByTime(250);
    expect(scene.sent).toEqual([{ type: 'set-rate', rate: 1.25 }]);
    scene.actions.stepRate(1);
    vi.advanceTimersByTime(250);
    expect(scene.sent.at(-1)).toEqual({ type: 'set-rate', rate: 1.5 });
  });

  it('chosen in the menu is set at once', () => {
    scene.actions.setRate(2);
    expect(scene.sent).toEqual([{ type: 'set-rate', rate: 2 }]);
  });
});

describe('a live stream', () => {
  /** The position of the party's week at which the window begins, in ms. */
  const startMs = 400_000_000;
  const view: LiveView = { tied: true, ended: false, startMs, endMs: startMs + 60_000, liveMs: startMs + 54_000, segmentMs: 2000 };
  beforeEach(() => {
    scene.live.value = view;
    scene.durationMs.value = 0;
    scene.positionMs = startMs + 30_000;
  });

  it.each([
    ['back', -10, startMs + 20_000],
    ['no further than the window', -60, startMs],
    ['no further than live', 60, startMs + 54_000],
  ])('is stepped through: %s', (_where, seconds, expectedMs) => {
    scene.actions.step(seconds);
    vi.advanceTimersByTime(250);
    expect(scene.sent).toEqual([{ type: 'seek', position: expectedMs / 1000 }]);
  });

  it('is stepped through from where it is live before the party has been anywhere', () => {
    scene.positionMs = 1200;
    scene.actions.step(-10);
    vi.advanceTimersByTime(250);
    expect(scene.sent).toEqual([{ type: 'seek', position: (startMs + 44_000) / 1000 }]);
  });

  it('has tenths of what is kept', () => {
    scene.actions.seekToTenth(5);
    vi.advanceTimersByTime(250);
    expect(scene.sent).toEqual([{ type: 'seek', position: (startMs + 27_000) / 1000 }]);
  });

  it('is live again for everyone, and plays', () => {
    scene.actions.goLive();
    expect(scene.moves).toEqual([['everyone', startMs + 54_000]]);
    expect(scene.sent).toEqual([{ type: 'play' }]);
    scene.playing.value = true;
    scene.actions.goLive();
    expect(scene.sent).toHaveLength(1);
  });

  it('is not moved by viewers', () => {
    scene.canControl.value = false;
    scene.actions.goLive();
    expect(scene.moves).toEqual([]);
  });

  it('that nothing ties is moved for oneself alone, and not at another speed', () => {
    scene.live.value = { ...view, tied: false };
    scene.actions.goLive();
    expect(scene.moves).toEqual([['this screen', startMs + 54_000]]);
    scene.actions.step(-10);
    scene.actions.setRate(1.5);
    vi.advanceTimersByTime(1000);
    expect(scene.sent).toEqual([]);
    expect(scene.notes.at(-1)).toContain('Nothing ties the screens together');
  });

  it('that is over has no edge to go to', () => {
    scene.live.value = { ...view, ended: true };
    scene.actions.goLive();
    expect(scene.moves).toEqual([]);
  });
});

it.each([
  ['host', 'Only the host can do this.'],
  ['hosts', 'Only the host and co-hosts can do this.'],
] as const)('where %s control the film, others are told: %s', (control_by, said) => {
  scene.canControl.value = false;
  scene.state.value = { settings: { control_by } };
  scene.actions.step(5);
  expect(scene.notes).toEqual([said]);
});
