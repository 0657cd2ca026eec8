// A media on a connection: what the server hears of it, and when.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followTimeline } from './follow-timeline.js';
import { PartyConnection } from './party-connection.js';
import { sync } from './testing/events.js';
import { FakeMedia } from './testing/fake-media.js';
import { FakeSocket } from './testing/fake-socket.js';

let stop: () => void;

beforeEach(async () => {
  vi.useFakeTimers();
  FakeSocket.reset();
  const connection = new PartyConnection({ url: 'ws://party.test/', WebSocket: FakeSocket });
  const follower = followTimeline(new FakeMedia() as unknown as HTMLMediaElement, connection);
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
    await vi.advanceTimersByTimeAsync(7000);
    const reports = FakeSocket.latest.ofType('report');
    expect(reports).toHaveLength(2);
    for (const report of reports) expect(report).toMatchObject({ playing: false, buffering: false, ready: true });
  });

  it('tells at once how it does when the film comes', async () => {
    await vi.advanceTimersByTimeAsync(5000);
    const before = FakeSocket.latest.ofType('report').length;
    FakeSocket.latest.receive(sync({ clip_id: 'clip-1', revision: 2 }));
    expect(FakeSocket.latest.ofType('report')).toHaveLength(before + 1);
  });
});
