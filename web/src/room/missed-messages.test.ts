// What a conversation makes of an interrupted line: nothing is lost, everything stands where it belongs, and what was
// edited, deleted or forgotten meanwhile does not stay.

import type { ChatMessage, MessagePage, MessageQuery, ServerEvent } from '@matinee/sdk';
import { describe, expect, it } from 'vitest';
import { Conversation } from './conversation';
import { Feed } from './feed';

const ann = { user_id: 'ann', display_name: 'Ann' };
const event = (members: object) => ({ position_ms: 5000, rate: 1, ...members }) as unknown as ServerEvent;

/** A server with one party, a second between any two things that happen, and a line to it that can be cut. */
function room() {
  const messages: ChatMessage[] = [];
  const events: ServerEvent[] = [];
  const waiting: (() => void)[] = [];
  const state = { nowMs: 1_000_000, open: true, broken: false, slow: false, asked: 0 };
  const page = ({ before, after, limit = 50 }: MessageQuery): MessagePage => {
    const index = (id: string) => messages.findIndex((one) => one.id === id);
    if (after !== undefined) {
      const rest = messages.slice(index(after) + 1);
      return { messages: rest.slice(0, limit), next: rest.length > limit ? rest[limit - 1]!.id : null };
    }
    const end = before === undefined ? messages.length : index(before);
    const found = messages.slice(Math.max(0, end - limit), end);
    return { messages: found, next: end > limit ? found[0]!.id : null };
  };
  const party = new Conversation(new Feed('me', () => undefined), {
    messages: async (query) => {
      ++state.asked;
      if (state.broken) throw new Error('down');
      const answer = page(query);
      if (state.slow) await new Promise<void>((resolve) => waiting.push(resolve));
      return answer;
    },
    happenings: { events: () => Promise.resolve([...events]), feed: () => new Feed('me', () => undefined) },
  });
  const tell = (members: object) => {
    const told = event({ server_time_ms: state.nowMs, ...members });
    if (state.open) party.hear(told);
    return told;
  };
  const happen = (members: object) => {
    state.nowMs += 1000;
    return tell(members);
  };
  const said = (id: string, by = ann) => {
    state.nowMs += 1000;
    const message: ChatMessage = { ...by, id, avatar_url: null, message: id, created_at: new Date(state.nowMs).toISOString() };
    messages.push(message);
    return message;
  };
  const become = (id: string, change: Partial<ChatMessage>) => {
    const at = messages.findIndex((one) => one.id === id);
    messages[at] = { ...messages[at]!, ...change };
    return messages[at];
  };
  return {
    party,
    state,
    say: (...ids: string[]) => ids.forEach((id) => tell({ type: 'chat_message', chat_message: said(id) })),
    sayAs: (by: typeof ann, id: string) => void tell({ type: 'chat_message', chat_message: said(id, by) }),
    /** Said by this page over HTTP; the line tells it too, when it is open. */
    send: (id: string) => {
      const message = said(id);
      party.add(message);
      tell({ type: 'chat_message', chat_message: message });
    },
    sentOverHttp: (id: string) => said(id),
    heardLate: (message: ChatMessage) => void tell({ type: 'chat_message', chat_message: message }),
    pause: () => events.push(happen({ type: 'pause', position_ms: (state.nowMs % 100_000) + 1000, by: ann })),
    edit: (id: string, message: string) => happen({ type: 'message-edited', chat_message: become(id, { message, edited_at: 'later' }) }),
    remove: (id: string) => {
      become(id, { message: '', deleted_at: 'later' });
      events.push(happen({ type: 'message-deleted', message_id: id, user_id: 'ann', deleted_at: 'later', by: ann }));
    },
    forget: (userId: string) => {
      for (const { id, user_id } of [...messages]) {
        if (user_id === userId) become(id, { user_id: 'guest-deleted', display_name: 'Deleted user', message: '', deleted_at: 'later' });
      }
      happen({ type: 'user-forgotten', user_id: userId });
    },
    cut: () => (state.open = false),
    reopen: () => ((state.open = true), party.catchUp()),
    /** Lets slow answers arrive. */
    deliver: async () => {
      state.slow = false;
      while (waiting.length > 0) waiting.shift()!();
    },
    lines: () => party.lines.value.map((line) => (line.kind === 'message' ? line.message.message || '(deleted)' : line.text)),
    orders: () => party.lines.value.map(({ order }) => order),
  };
}
type Room = ReturnType<typeof room>;

async function opened(...ids: string[]): Promise<Room> {
  const one = room();
  one.state.open = false;
  one.say(...ids);
  await one.reopen();
  return one;
}

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => `${from + n}`);

describe('messages missed while the line was cut', () => {
  it('come although this page said something meanwhile', async () => {
    const one = await opened('1', '2');
    one.cut();
    one.say('3', '4');
    one.send('5');
    one.say('6');
    await one.reopen();
    expect(one.lines()).toEqual(numbers(1, 6));
  });

  it('come with the next reconnection, when asking failed and others went on', async () => {
    const one = await opened('1');
    one.cut();
    one.say('2');
    one.state.broken = true;
    await one.reopen();
    one.say('3');
    one.cut();
    one.say('4');
    one.state.broken = false;
    await one.reopen();
    expect(one.lines()).toEqual(numbers(1, 4));
  });

  it('come without a reconnection, too, and not by asking with every event', async () => {
    const one = await opened();
    one.say('1');
    one.cut();
    one.say('2');
    one.state.broken = true;
    await one.reopen();
    const { asked } = one.state;
    one.say('3', '4');
    expect(one.state.asked).toBe(asked);
    expect(one.party.older.value).toBe('failed');
    one.state.broken = false;
    one.state.nowMs += 60_000;
    one.say('5');
    await expect.poll(one.lines).toEqual(numbers(1, 5));
    expect(one.party.older.value).toBe('none');
  });

  it('come when they are asked for where it says that they failed', async () => {
    const one = await opened('1');
    one.cut();
    one.say('2');
    one.state.broken = true;
    await one.reopen();
    one.state.broken = false;
    await one.party.loadOlder();
    expect(one.lines()).toEqual(['1', '2']);
  });

  it('leave no hole when they are too many: what is before them can be loaded', async () => {
    const one = await opened('0');
    one.pause();
    const [happening] = one.lines().slice(-1);
    one.cut();
    one.say(...numbers(1, 1500));
    await one.reopen();
    expect(one.lines()).toEqual(numbers(501, 1500));
    expect(one.party.older.value).toBe('more');
    while (one.party.older.value === 'more') await one.party.loadOlder();
    expect(one.lines()).toEqual(['0', happening, ...numbers(1, 1500)]);
  });

  it('are asked for again when the line breaks while they come', async () => {
    const one = await opened('1');
    one.cut();
    one.say('2');
    one.state.slow = true;
    const first = one.reopen();
    one.cut();
    one.say('3');
    const second = one.reopen();
    await one.deliver();
    await Promise.all([first, second]);
    expect(one.lines()).toEqual(numbers(1, 3));
  });
});

describe('the order', () => {
  it('is that of the server, whatever is heard while missed messages are on their way', async () => {
    const one = await opened('1');
    one.pause();
    const [before] = one.lines().slice(-1);
    one.cut();
    one.say('2');
    one.pause();
    one.say('3');
    one.state.slow = true;
    const caughtUp = one.reopen();
    one.say('4');
    one.pause();
    const live = one.lines().at(-1);
    one.say('5');
    await one.deliver();
    await caughtUp;
    const lines = one.lines();
    expect(lines).toEqual(['1', before, '2', expect.stringContaining('Ann paused'), '3', '4', live, '5']);
    expect(new Set(lines).size).toBe(lines.length);
    expect(one.orders()).toEqual([...one.orders()].sort((a, b) => a - b));
    expect(new Set(one.orders()).size).toBe(lines.length);
  });

  it('is that of the server where the answer to what was sent comes first', async () => {
    const one = await opened('1');
    const other = one.sentOverHttp('2');
    const own = one.sentOverHttp('3');
    one.party.add(own);
    one.heardLate(other);
    one.heardLate(own);
    one.say('4');
    expect(one.lines()).toEqual(numbers(1, 4));
  });
});

it('puts what is heard behind what was sent while the line was cut, even if the answer came when it was open again', async () => {
  const one = await opened('1');
  one.cut();
  const own = one.sentOverHttp('2');
  one.state.slow = true;
  const caughtUp = one.reopen();
  one.party.add(own);
  await one.deliver();
  await caughtUp;
  one.say('3', '4');
  expect(one.lines()).toEqual(numbers(1, 4));
});

describe('what became of messages meanwhile', () => {
  it('is shown: edited, deleted, forgotten', async () => {
    const bob = { user_id: 'bob', display_name: 'Bob' };
    const one = await opened('a', 'b', 'c');
    one.sayAs(bob, 'd');
    one.cut();
    one.edit('a', 'better');
    one.remove('b');
    one.forget('bob');
    await one.reopen();
    expect(one.lines().slice(0, 4)).toEqual(['better', '(deleted)', 'c', '(deleted)']);
    expect(one.party.find('d')).toMatchObject({ display_name: 'Deleted user' });
  });

  it('is shown further back than the newest page, too: deleted, and forgotten', async () => {
    const bob = { user_id: 'bob', display_name: 'Bob' };
    const one = await opened();
    one.say('abuse');
    one.sayAs(bob, 'private');
    one.say(...numbers(1, 150));
    one.sayAs(bob, 'bye');
    one.cut();
    one.remove('abuse');
    one.forget('bob');
    await one.reopen();
    expect(one.lines().slice(0, 3)).toEqual(['(deleted)', '(deleted)', '1']);
  });

  it('is not taken back by a page that is older than what was heard', async () => {
    const one = await opened('a', 'b');
    one.cut();
    one.state.slow = true;
    const caughtUp = one.reopen();
    one.edit('a', 'better');
    one.remove('b');
    await one.deliver();
    await caughtUp;
    expect(one.lines().slice(0, 2)).toEqual(['better', '(deleted)']);
  });

  it('is known of a page of earlier messages, too, when it is heard before the page', async () => {
    const one = await opened(...numbers(1, 150));
    expect(one.lines()[0]).toBe('51');
    one.state.slow = true;
    const loaded = one.party.loadOlder();
    one.remove('50');
    await one.deliver();
    await loaded;
    expect(one.lines()[49]).toBe('(deleted)');
  });
});
