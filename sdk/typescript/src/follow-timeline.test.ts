// A media on a connection: what the server hears of it, and when.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followTimeline } from './follow-timeline.js';
import type { MediaFollower } from './media-follower.js';
import { PartyConnection } from './party-connection.js';
import { sync } from './testing/events.js';
import { FakeMedia } from './testing/fake-media.js';
import { FakeSocket } from './testing/fake-socket.js';

let follower: MediaFollower;
let stop: () => void;

beforeEach(async () => {
  vi.useFakeTimers();
  FakeSocket.reset();
  const connection = new PartyConnection({ url: 'ws://party.test/', WebSocket: FakeSocket });
  follower = followTimeline(new FakeMedia() as unknown as HTMLMediaElement, connection);
  stop = () => {
    follower.stop();
    connection.close();
  };
  await vi.advanceTimersByTimeAsync(0);
  FakeSocket.latest.accept();
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

describe('before the first film', () => {
  beforeEach(() => FakeSocket.latest.receive(sync({ clip_id: null })));

  it('says now and then that it follows, so that the first film waits for it', async () => {
    await vi.advanceTimersByTimeAsync(6000);
    const reports = FakeSocket.latest.ofType('report');
    expect(reports).toHaveLength(6);
    for (const report of reports) expect(report).toMatchObject({ playing: false, buffering: false, ready: true });
  });

  it('tells at once how it does when the film comes', async () => {
    await vi.advanceTimersByTimeAsync(5000);
    const before = FakeSocket.latest.ofType('report').length;
    FakeSocket.latest.receive(sync({ clip_id: 'clip-1', revision: 2 }));
    expect(FakeSocket.latest.ofType('report')).toHaveLength(before + 1);
  });
});

describe('the log', () => {
  it('says how the line is and what the party does', async () => {
    FakeSocket.latest.receive(sync({ position_ms: 5000 }));
    FakeSocket.latest.receive(sync({ position_ms: 5000, participants: [] }));
    FakeSocket.latest.receive(sync({ position_ms: 7000, is_playing: true, revision: 2 }));
    FakeSocket.latest.close(1006);
    const told = follower.log.entries.map(({ action }) => action).filter((action) => /^(line|party)/.test(action));
    expect(told).toEqual([
      'line open',
      'party stands at 5.000 s',
      'party plays from 7.000 s at rate 1',
      expect.stringMatching(/^line lost, next try in \d+ ms$/),
    ]);
  });
});
