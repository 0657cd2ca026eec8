import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { listenToPage } from './page-events.js';
import { PartyConnection } from './party-connection.js';
import { FakeSocket } from './testing/fake-socket.js';

class FakeDocument extends EventTarget {
  visibilityState: 'visible' | 'hidden' = 'visible';
}

let page: FakeDocument;
let view: EventTarget;

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.reset();
  page = new FakeDocument();
  view = new EventTarget();
  vi.stubGlobal('document', page);
  vi.stubGlobal('window', view);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it.each<[string, () => EventTarget]>([
  ['visibilitychange', () => page],
  ['resume', () => page],
  ['pageshow', () => view],
  ['online', () => view],
])('a page comes back with %s', (name, target) => {
  const onReturn = vi.fn();
  const forget = listenToPage(onReturn);
  target().dispatchEvent(new Event(name));
  expect(onReturn).toHaveBeenCalledTimes(1);
  forget();
  target().dispatchEvent(new Event(name));
  expect(onReturn).toHaveBeenCalledTimes(1);
});

it('a page that is being hidden does not come back', () => {
  const onReturn = vi.fn();
  listenToPage(onReturn);
  page.visibilityState = 'hidden';
  page.dispatchEvent(new Event('visibilitychange'));
  expect(onReturn).not.toHaveBeenCalled();
});

it('a connection asks for the time anew when its page is shown again', async () => {
  new PartyConnection({ url: 'ws://party.test/', WebSocket: FakeSocket });
  await vi.advanceTimersByTimeAsync(0);
  const socket = FakeSocket.latest;
  socket.accept();
  await vi.advanceTimersByTimeAsync(5000);
  const before = socket.ofType('time-sync').length;
  page.dispatchEvent(new Event('visibilitychange'));
  await vi.advanceTimersByTimeAsync(1000);
  expect(socket.ofType('time-sync').length).toBe(before + 8);
});

it('a connection that waits tries at once when the network is back', async () => {
  const connection = new PartyConnection({ url: 'ws://party.test/', WebSocket: FakeSocket, reconnect: { baseMs: 60_000, maxMs: 60_000 } });
  await vi.advanceTimersByTimeAsync(0);
  FakeSocket.latest.close(1006);
  expect(connection.status.kind).toBe('waiting');
  view.dispatchEvent(new Event('online'));
  await vi.advanceTimersByTimeAsync(0);
  expect(FakeSocket.created).toHaveLength(2);
});

it('a closed connection hears no page any more', async () => {
  const connection = new PartyConnection({ url: 'ws://party.test/', WebSocket: FakeSocket });
  await vi.advanceTimersByTimeAsync(0);
  connection.close();
  view.dispatchEvent(new Event('online'));
  await vi.advanceTimersByTimeAsync(5000);
  expect(FakeSocket.created).toHaveLength(1);
});
