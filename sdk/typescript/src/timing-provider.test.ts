import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ITimingObject, ITimingObjectConstructor, ITimingProvider } from 'timing-object';
import type { PlaybackAnchor } from './playback.js';
import type { Command } from './protocol.js';
import { PartyTimingProvider } from './timing-provider.js';

/** The server is so far ahead of the local clock here. */
const aheadMs = 1_000_000;

let anchor: PlaybackAnchor | null;
let offsetMs: number | null;
let open: boolean;
let sent: Command[];
let provider: PartyTimingProvider;
let timing: ITimingObject;

const serverNowMs = () => performance.now() + aheadMs;

function party(change: Partial<PlaybackAnchor>): void {
  anchor = { clipId: 'clip-1', positionMs: 0, atMs: serverNowMs(), playing: false, rate: 1, ...change };
  provider.onPlayback();
}

let TimingObject: ITimingObjectConstructor;

beforeAll(async () => {
  // The package keeps the clock and the document, for an event target to borrow, it finds when it is loaded.
  vi.useFakeTimers();
  vi.stubGlobal('window', { document: { createElement: () => new EventTarget() } });
  ({ TimingObject } = await import('timing-object'));
});
afterAll(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

beforeEach(() => {
  anchor = null;
  offsetMs = aheadMs;
  open = true;
  sent = [];
  provider = new PartyTimingProvider({
    playback: () => anchor,
    offsetMs: () => offsetMs,
    serverNowMs,
    send: (command) => open && sent.push(command) > 0,
  });
  timing = new TimingObject(provider as unknown as ITimingProvider);
});
afterEach(() => provider.close());

describe('the timing object', () => {
  it('opens when the party and the server’s clock are known', () => {
    expect(timing.readyState).toBe('connecting');
    offsetMs = null;
    party({});
    expect(timing.readyState).toBe('connecting');
    offsetMs = aheadMs;
    provider.onClock();
    expect(timing.readyState).toBe('open');
  });

  it('moves with the party', async () => {
    party({ positionMs: 5000, playing: true, rate: 1.5 });
    await vi.advanceTimersByTimeAsync(2000);
    expect(timing.query()).toMatchObject({ velocity: 1.5, acceleration: 0 });
    expect(timing.query().position).toBeCloseTo(8, 6);
    party({ positionMs: 8000 });
    await vi.advanceTimersByTimeAsync(2000);
    expect(timing.query()).toMatchObject({ position: 8, velocity: 0 });
  });

  it('starts a change that lies ahead exactly on its time', async () => {
    const changes = vi.fn();
    party({ positionMs: 3000 });
    await vi.advanceTimersByTimeAsync(0);
    timing.addEventListener('change', changes);
    party({ positionMs: 3000, playing: true, atMs: serverNowMs() + 400 });
    await vi.advanceTimersByTimeAsync(399);
    expect(timing.query()).toMatchObject({ position: 3, velocity: 0 });
    await vi.advanceTimersByTimeAsync(51);
    expect(timing.query().velocity).toBe(1);
    expect(timing.query().position).toBeCloseTo(3.05, 6);
    expect(changes).toHaveBeenCalledTimes(2);
  });

  it('forgets a start that was taken back', async () => {
    party({ positionMs: 3000, playing: true, atMs: serverNowMs() + 400 });
    party({ positionMs: 3000 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(timing.query()).toMatchObject({ position: 3, velocity: 0 });
  });

  it('follows the estimate of the server’s clock', () => {
    party({ playing: true });
    offsetMs = aheadMs + 20;
    provider.onClock();
    expect(timing.query().position).toBeCloseTo(0.02, 6);
  });

  it('closes with the connection', () => {
    party({});
    provider.close();
    expect(timing.readyState).toBe('closed');
    expect(() => timing.query()).toThrow();
  });
});

describe('an update', () => {
  it.each<[Parameters<ITimingObject['update']>[0], Partial<PlaybackAnchor>, Command[]]>([
    [{ velocity: 1 }, {}, [{ type: 'play' }]],
    [{ velocity: 0 }, { playing: true }, [{ type: 'pause' }]],
    [{ velocity: 1 }, { playing: true }, []],
    [{ velocity: 2 }, { playing: true }, [{ type: 'set-rate', rate: 2 }]],
    [{ position: 12.5 }, { playing: true }, [{ type: 'seek', position: 12.5, resume: true }]],
    [{ position: 12.5 }, {}, [{ type: 'seek', position: 12.5, resume: false }]],
    [{ position: 1, velocity: 1 }, {}, [{ type: 'seek', position: 1, resume: false }, { type: 'play' }]],
    [{ position: 1, velocity: 0 }, { playing: true }, [{ type: 'seek', position: 1, resume: false }, { type: 'pause' }]],
  ])('of %j for a party at %j sends %j', async (update, state, commands) => {
    party(state);
    await timing.update(update);
    expect(sent).toEqual(commands);
  });

  it.each([{ velocity: -1 }, { acceleration: 1 }])('of %j is refused, since parties can’t', async (update) => {
    party({});
    await expect(timing.update(update)).rejects.toThrow();
    expect(sent).toEqual([]);
  });

  it('is refused while the line is down', async () => {
    party({});
    open = false;
    await expect(timing.update({ velocity: 1 })).rejects.toThrow(/not open/);
  });
});
