import type { ChatMessage, MessagePage, MessageQuery, ServerEvent } from '@matinee/sdk';
import { describe, expect, it } from 'vitest';
import { Conversation } from './conversation';
import { Feed } from './feed';

const ann = { user_id: 'ann', display_name: 'Ann' };
const nothing: MessagePage = { messages: [], next: null };
const conversation = (load: (query: MessageQuery) => Promise<MessagePage> = () => Promise.resolve(nothing)) =>
  new Conversation(new Feed('me', () => undefined), { messages: load });
const event = (members: object) => ({ server_time_ms: 1000, position_ms: 5000, rate: 1, ...members }) as unknown as ServerEvent;
const said = (id: string): ChatMessage => ({ ...ann, id, avatar_url: null, message: id, created_at: '' });
const message = (id: string) => event({ type: 'chat_message', chat_message: said(id) });
const pause = (seconds: number) => event({ type: 'pause', position_ms: seconds * 1000, by: ann });
const jump = (seconds: number) => event({ type: 'seek', from_ms: 1000, position_ms: seconds * 1000, by: ann });
const texts = (party: Conversation) =>
  party.lines.value.map((line) => (line.kind === 'message' ? line.message.message || '(deleted)' : line.text));

/** A server with these messages, two to a page; notes what it was asked. */
function server(ids: string[]) {
  const asked: MessageQuery[] = [];
  const load = (query: MessageQuery): Promise<MessagePage> => {
    asked.push(query);
    const before = query.before === undefined ? ids.length : ids.indexOf(query.before);
    if (query.after !== undefined) {
      const rest = ids.slice(ids.indexOf(query.after) + 1);
      return Promise.resolve({ messages: rest.slice(0, 2).map(said), next: rest.length > 2 ? (rest[1] ?? null) : null });
    }
    const page = ids.slice(Math.max(0, before - 2), before);
    return Promise.resolve({ messages: page.map(said), next: before > 2 ? (page[0] ?? null) : null });
  };
  return { asked, load };
}

it('keeps messages and happenings in order', () => {
  const party = conversation();
  [message('hello'), pause(5), message('why?')].forEach((one) => party.hear(one));
  expect(texts(party)).toEqual(['hello', 'Ann paused at 0:05', 'why?']);
});

it('lets a continued happening take the place of the one before', () => {
  const party = conversation();
  [jump(20), message('where to?'), jump(30)].forEach((one) => party.hear(one));
  expect(party.lines.value).toMatchObject([{ kind: 'message' }, { kind: 'happening', text: 'Ann jumped from 0:01 to 0:30' }]);
});

it('keeps so many of each, and neither pushes the other out', () => {
  const party = conversation();
  party.hear(message('first'));
  for (let n = 2; n < 200; ++n) party.hear(pause(n));
  const { value } = party.lines;
  expect(value[0]).toMatchObject({ kind: 'message', message: { id: 'first' } });
  expect(value.length).toBe(101);
  expect(value.at(-1)).toMatchObject({ text: 'Ann paused at 3:19' });
});

it('loads what was said before, page by page, to the beginning', async () => {
  const party = conversation(server(['a', 'b', 'c', 'd', 'e']).load);
  await party.catchUp();
  expect(texts(party)).toEqual(['d', 'e']);
  await party.loadOlder();
  await party.loadOlder();
  expect(texts(party)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(party.older.value).toBe('none');
  const orders = party.lines.value.map(({ order }) => order);
  expect(orders).toEqual([...orders].sort((one, other) => one - other));
});

it('knows a message again that came while the page was on its way', async () => {
  const party = conversation(server(['a', 'b']).load);
  const loading = party.catchUp();
  party.hear(message('b'));
  await loading;
  party.hear(message('b'));
  expect(texts(party)).toEqual(['a', 'b']);
});

it('asks after a lost connection back to what it knows, and no further', async () => {
  const ids = ['a', 'b'];
  const { asked, load } = server(ids);
  const party = conversation(load);
  await party.catchUp();
  ids.push('c', 'd', 'e');
  await party.catchUp();
  expect(texts(party)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(asked.slice(1).map(({ before }) => before)).toEqual([undefined, 'd']);
});

it('can be asked again when the server did not answer', async () => {
  const { load } = server(['a']);
  let down = true;
  const party = conversation((query) => (down ? Promise.reject(new Error('down')) : load(query)));
  await party.catchUp();
  expect(party.older.value).toBe('failed');
  down = false;
  await party.loadOlder();
  expect(texts(party)).toEqual(['a']);
});

it('shows what somebody said who is forgotten as deleted, and nothing else', () => {
  const party = conversation();
  party.hear(event({ type: 'chat_message', chat_message: { ...said('a'), user_id: 'bob', display_name: 'Bob' } }));
  party.hear(message('b'));
  party.hear(event({ type: 'user-forgotten', user_id: 'bob', server_time_ms: 1735660800500 }));
  expect(texts(party)).toEqual(['(deleted)', 'b']);
  expect(party.find('a')).toMatchObject({ display_name: 'Deleted user', deleted_at: '2024-12-31T16:00:00.500Z' });
});

it('shows edits and deletions in place', () => {
  const party = conversation();
  [message('a'), message('b')].forEach((one) => party.hear(one));
  party.hear(event({ type: 'message-edited', chat_message: { ...said('a'), message: 'better' } }));
  party.hear(event({ type: 'message-deleted', message_id: 'b', user_id: 'ann', deleted_at: 'now', by: ann }));
  party.hear(event({ type: 'message-deleted', message_id: 'x', user_id: 'ann', deleted_at: 'now', by: ann }));
  expect(texts(party)).toEqual(['better', '(deleted)']);
});

/** A server that keeps these events, and messages said at these times. */
function past(events: ServerEvent[], saidAtMs: number[] = [], pageSize = 10) {
  const messages = saidAtMs.map((atMs) => ({ ...said(`said at ${atMs}`), created_at: new Date(atMs).toISOString() }));
  return {
    happenings: { events: () => Promise.resolve([...events]), feed: () => new Feed('me', () => undefined) },
    messages: ({ before, after }: MessageQuery): Promise<MessagePage> => {
      const index = (id: string) => messages.findIndex((one) => one.id === id);
      if (after !== undefined) return Promise.resolve({ messages: messages.slice(index(after) + 1), next: null });
      const end = before === undefined ? messages.length : index(before);
      const page = messages.slice(Math.max(0, end - pageSize), end);
      return Promise.resolve({ messages: page, next: end > pageSize ? (page[0]?.id ?? null) : null });
    },
  };
}
const pauseAt = (atMs: number) => ({ ...pause(atMs / 1000), server_time_ms: atMs });
const listening = (source: ReturnType<typeof past>) => new Conversation(new Feed('me', () => undefined), source);

describe('what happened before', () => {
  it('stands among what was said then', async () => {
    const party = listening(past([pauseAt(2000), pauseAt(4000)], [1000, 3000]));
    await party.catchUp();
    expect(texts(party)).toEqual(['said at 1000', 'Ann paused at 0:02', 'said at 3000', 'Ann paused at 0:04']);
  });

  it('comes before what was said in the same second', async () => {
    const party = listening(past([pauseAt(2400)], [1000, 2000]));
    await party.catchUp();
    expect(texts(party)).toEqual(['said at 1000', 'Ann paused at 0:02', 'said at 2000']);
  });

  it('waits for the messages around it', async () => {
    const party = listening(past([pauseAt(2000), pauseAt(4000)], [1000, 3000, 5000], 2));
    await party.catchUp();
    expect(texts(party)).toEqual(['said at 3000', 'Ann paused at 0:04', 'said at 5000']);
    await party.loadOlder();
    expect(texts(party)).toEqual(['said at 1000', 'Ann paused at 0:02', 'said at 3000', 'Ann paused at 0:04', 'said at 5000']);
  });

  it('is told once, whichever way it comes first', async () => {
    const party = listening(past([pauseAt(2000), pauseAt(4000), pauseAt(6000)]));
    const caughtUp = party.catchUp();
    party.hear(pauseAt(4000));
    await caughtUp;
    party.hear(pauseAt(6000));
    expect(texts(party)).toEqual(['Ann paused at 0:02', 'Ann paused at 0:04', 'Ann paused at 0:06']);
    const other = listening(past([pauseAt(2000)]));
    await other.catchUp();
    other.hear(pauseAt(2000));
    expect(texts(other)).toEqual(['Ann paused at 0:02']);
  });

  it('is caught up with after a lost connection', async () => {
    const events = [pauseAt(2000)];
    const saidAtMs = [1000];
    const source = past(events, saidAtMs);
    const party = listening(source);
    await party.catchUp();
    party.hear(pauseAt(3000));
    events.push(pauseAt(3000), pauseAt(4000));
    await party.catchUp();
    expect(texts(party)).toEqual(['said at 1000', 'Ann paused at 0:02', 'Ann paused at 0:03', 'Ann paused at 0:04']);
  });

  it('of a search for a place only the end is told', async () => {
    const party = listening(past([{ ...jump(20), server_time_ms: 2000 }, { ...jump(30), server_time_ms: 3000 }]));
    await party.catchUp();
    expect(texts(party)).toEqual(['Ann jumped from 0:01 to 0:30']);
  });

  it('tells what an undo takes back', async () => {
    const party = listening(past([{ ...jump(20), server_time_ms: 2000 }]));
    await party.catchUp();
    party.hear({ ...event({ type: 'undo', undone: 'seek', position_ms: 1000, by: ann }), server_time_ms: 3000 });
    expect(texts(party)).toEqual(['Ann jumped from 0:01 to 0:20', 'Ann undid the jump, back at 0:01']);
  });

  it('need not be known', async () => {
    const source = past([], [1000]);
    source.happenings.events = () => Promise.reject(new Error('down'));
    const party = listening(source);
    await party.catchUp();
    expect(texts(party)).toEqual(['said at 1000']);
  });
});

it('shows what was said first while the line was lost', async () => {
  const ids: string[] = [];
  const party = conversation(server(ids).load);
  await party.catchUp();
  ids.push('a');
  await party.catchUp();
  expect(texts(party)).toEqual(['a']);
});
