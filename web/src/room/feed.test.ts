import type { PlaybackFields, ReadyCheck, ServerEvent, Waiting } from '@matinee/sdk';
import { beforeEach, describe, expect, it } from 'vitest';
import { Feed } from './feed';

const ann = { user_id: 'ann', display_name: 'Ann' };
const bob = { user_id: 'bob', display_name: 'Bob' };
const startMs = 1_735_660_800_000;

let feed: Feed;
let nowMs: number;

beforeEach(() => {
  feed = new Feed('me', (userId) => ({ ann: 'Ann', bob: 'Bob' })[userId]);
  nowMs = startMs;
});

const playback = (change: Partial<PlaybackFields>): PlaybackFields => ({
  party_id: 'party',
  clip_id: 'clip',
  position: 0,
  is_playing: true,
  server_timestamp: 0,
  position_ms: 0,
  server_time_ms: nowMs,
  rate: 1,
  revision: 1,
  epoch: 1,
  waiting: null,
  start_at_ms: null,
  ...change,
});

/** Tells an event `afterMs` after the one before. */
function tell(event: Partial<PlaybackFields> & { type: ServerEvent['type']; [member: string]: unknown }, afterMs = 100): string[] {
  nowMs += afterMs;
  return feed.tell({ ...playback({}), ...event } as ServerEvent).map(({ text }) => text);
}

/** The party waits for Bob, as events say it. */
const forBob: Waiting = { for: [{ ...bob, until_ms: startMs + 10_000 }], count: 1, until_ms: startMs + 10_000 };

describe('what people do with the film', () => {
  it.each([
    [{ type: 'pause', position_ms: 724_000, by: ann }, 'Ann paused at 12:04'],
    [{ type: 'play', position_ms: 724_000, by: ann }, 'Ann played on from 12:04'],
    [{ type: 'play', position_ms: 0, by: ann }, 'Ann started the film'],
    [{ type: 'seek', position_ms: 1_800_000, from_ms: 724_000, by: ann }, 'Ann jumped from 12:04 to 30:00'],
    [{ type: 'seek', position_ms: 300_065_000, from_ms: 300_000_000, by: ann }, 'Ann went on 1:05 in the stream'],
    [{ type: 'seek', position_ms: 300_000_000, from_ms: 300_065_000, by: ann }, 'Ann went back 1:05 in the stream'],
    [{ type: 'seek', position_ms: 300_000_000, from_ms: 1200, by: ann }, 'Ann went to where the stream is live'],
    [{ type: 'pause', position_ms: 300_000_000, by: ann }, 'Ann paused'],
    [{ type: 'rate', rate: 1.25, by: ann }, 'Ann set the speed to 1.25×'],
    [{ type: 'pause', position_ms: 5000, by: { user_id: 'me', display_name: 'Cleo' } }, 'You paused at 0:05'],
    [{ type: 'pause', position_ms: 5000 }, 'Someone paused at 0:05'],
  ] as const)('%o is told as “%s”', (event, text) => expect(tell(event)).toEqual([text]));

  it('names the beginning', () => expect(tell({ type: 'pause', position_ms: 0, by: ann })).toEqual(['Ann paused at the beginning']));

  it('tells the first film from another one', () => {
    expect(tell({ type: 'skip', by: ann })).toEqual(['Ann chose a film']);
    expect(tell({ type: 'skip', clip_id: 'other', by: ann })).toEqual(['Ann put on another film']);
  });

  it('tells a film that is chosen to gather first as one thing', () => {
    expect(tell({ type: 'skip', by: ann })).toEqual(['Ann chose a film']);
    expect(tell({ type: 'pause', position_ms: 0, by: ann })).toEqual([]);
    expect(tell({ type: 'play', position_ms: 0, by: ann })).toEqual(['Ann started the film']);
    expect(tell({ type: 'pause', position_ms: 0, by: ann })).toEqual(['Ann paused at the beginning']);
  });

  it('says nothing about the sync that follows a change', () => {
    tell({ type: 'pause', by: ann });
    expect(tell({ type: 'sync' })).toEqual([]);
  });
});

describe('an undo', () => {
  const undo = (undone: 'seek' | 'skip') => tell({ type: 'undo', undone, position_ms: 724_000, by: ann });

  it('is told with what it takes back, and done again when that is undone', () => {
    tell({ type: 'seek', position_ms: 1_800_000, from_ms: 724_000, by: ann });
    expect(undo('seek')).toEqual(['Ann undid the jump, back at 12:04']);
    expect(undo('seek')).toEqual(['Ann did the jump again']);
    tell({ type: 'skip', by: ann });
    expect(undo('skip')).toEqual(['Ann undid the change of film']);
    expect(undo('skip')).toEqual(['Ann did the change of film again']);
  });

  it('of what was not heard is told by where it leads: it may be one that does it again', () => {
    expect(undo('seek')).toEqual(['Ann used undo: the film is at 12:04']);
    expect(undo('skip')).toEqual(['Ann used undo: the film is the one from before']);
    tell({ type: 'seek', position_ms: 1_800_000, from_ms: 724_000, by: ann });
    undo('seek');
    feed.interrupted();
    expect(undo('seek')).toEqual(['Ann used undo: the film is at 12:04']);
  });
});

describe('an undo of what was done before this page listened', () => {
  const undo = () => tell({ type: 'undo', undone: 'seek', position_ms: 724_000, by: ann });
  const past = () => {
    const earlier = new Feed('me', () => undefined);
    earlier.tell({ ...playback({}), type: 'seek', from_ms: 724_000, by: ann } as ServerEvent);
    return earlier;
  };

  it('is told by what the server remembers', () => {
    feed.learnFrom(past());
    expect(undo()).toEqual(['Ann undid the jump, back at 12:04']);
    expect(undo()).toEqual(['Ann did the jump again']);
  });

  it('is not, where another one was heard already: the server may not have remembered that one', () => {
    undo();
    feed.learnFrom(past());
    expect(undo()).toEqual(['Ann used undo: the film is at 12:04']);
  });
});

describe('a search for a place', () => {
  const jump = (fromMs: number, toMs: number, afterMs: number, by = ann) => {
    nowMs += afterMs;
    const event = { ...playback({ position_ms: toMs }), type: 'seek', from_ms: fromMs, by } as ServerEvent;
    return feed.tell(event)[0];
  };

  it('is one line, from where it began', () => {
    expect(jump(0, 60_000, 100)?.continues).toBe(false);
    expect(jump(60_000, 90_000, 3000)).toEqual({ text: 'Ann jumped from 0:00 to 1:30', continues: true });
  });

  it('does not go on from where a live stream was taken up', () => {
    jump(0, 300_000_000, 100);
    expect(jump(300_000_000, 299_990_000, 100)).toEqual({ text: 'Ann went back 0:10 in the stream', continues: false });
  });

  it('ends after a while, with another person, and with any other act', () => {
    jump(0, 60_000, 100);
    expect(jump(60_000, 90_000, 10_000)?.continues).toBe(false);
    expect(jump(90_000, 95_000, 100, bob)?.continues).toBe(false);
    tell({ type: 'pause', by: bob });
    expect(jump(95_000, 99_000, 100, bob)?.continues).toBe(false);
    feed.interrupted();
    expect(jump(99_000, 102_000, 100, bob)?.continues).toBe(false);
  });
});

describe('a wait', () => {
  it('is told when it is over, with whom it was for and how long it was', () => {
    expect(tell({ type: 'waiting', is_playing: false, waiting: forBob, by: null })).toEqual([]);
    const forBoth = { ...forBob, for: [...forBob.for, { ...ann, until_ms: 0 }], count: 2 };
    expect(tell({ type: 'waiting', is_playing: false, waiting: forBoth, by: null })).toEqual([]);
    expect(tell({ type: 'play', by: null }, 4000)).toEqual(['The film waited for Bob and Ann, 4 s']);
  });

  it('names those who were late, not those who loaded for a moment', () => {
    const forBoth = { ...forBob, for: [...forBob.for, { ...ann, until_ms: 0 }], count: 2 };
    tell({ type: 'skip', is_playing: false, waiting: forBoth, by: ann });
    tell({ type: 'waiting', is_playing: false, waiting: forBob, by: null }, 300);
    expect(tell({ type: 'play', by: null }, 3700)).toEqual(['The film waited for Bob, 4 s']);
  });

  it('that nobody noticed is not told', () => {
    tell({ type: 'waiting', waiting: forBob, by: null });
    expect(tell({ type: 'play', by: null }, 400)).toEqual([]);
  });

  it('whose end was missed is not told: how long it was is not known', () => {
    tell({ type: 'waiting', is_playing: false, waiting: forBob, by: null });
    feed.interrupted();
    expect(tell({ type: 'sync' }, 60_000)).toEqual([]);
  });

  it('whose beginning was not heard is told without how long it was', () => {
    tell({ type: 'waiting', is_playing: false, waiting: forBob, by: null });
    feed.interrupted();
    tell({ type: 'sync', is_playing: false, waiting: forBob });
    expect(tell({ type: 'play', by: null }, 4000)).toEqual(['The film waited for Bob']);
  });

  it('may be ended by a person', () => {
    tell({ type: 'waiting', waiting: forBob, by: null });
    expect(tell({ type: 'play', by: ann }, 2000)).toEqual(['Ann started without waiting longer', 'The film waited for Bob, 2 s']);
  });
});

describe('a start', () => {
  it('is told when it is set, when it is called off, and when it happens', () => {
    expect(tell({ type: 'start-scheduled', start_at_ms: nowMs + 10_100, by: ann })).toEqual(['Ann set the film to start in 10 s']);
    expect(tell({ type: 'start-cancelled', by: ann })).toEqual(['Ann called the start off']);
    const at = nowMs + 5000;
    tell({ type: 'start-scheduled', start_at_ms: at, by: ann });
    expect(tell({ type: 'play', effective_at_ms: at, by: ann })).toEqual(['The film started as scheduled']);
  });

  it('further away is told by the clock', () => {
    const at = new Date(startMs + 3_600_000);
    const time = `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
    expect(tell({ type: 'start-scheduled', start_at_ms: at.getTime(), by: ann })).toEqual([`Ann set the film to start at ${time}`]);
  });
});

describe('a ready check', () => {
  const check = (state: ReadyCheck['state'], ready: number): ReadyCheck => ({
    state,
    until_ms: startMs + 60_000,
    ready_count: ready,
    total: 3,
    missing: [bob],
    countdown_ms: null,
  });

  it('is told once when it is opened, not with every answer, and at its end', () => {
    expect(tell({ type: 'ready-check', ready_check: check('open', 1), by: ann })).toEqual(['Ann asked whether everyone is ready']);
    expect(tell({ type: 'ready-check', ready_check: check('open', 2), by: bob })).toEqual([]);
    expect(tell({ type: 'ready-check', ready_check: check('passed', 3), by: null })).toEqual(['Everyone is ready']);
  });

  it('can be called off', () => {
    tell({ type: 'ready-check', ready_check: check('open', 1), by: ann });
    expect(tell({ type: 'ready-check', ready_check: check('cancelled', 1), by: ann })).toEqual(['Ann called the ready check off']);
  });

  it('says who was missing', () => {
    expect(tell({ type: 'ready-check', ready_check: check('over', 1), by: null })).toEqual(['Not everyone was ready: Bob and 1 more']);
  });
});

describe('people', () => {
  it.each([
    [{ type: 'participant-joined', participant: bob }, 'Bob is here'],
    [{ type: 'participant-left', participant: bob, reason: 'left' }, 'Bob left'],
    [{ type: 'participant-left', participant: bob, reason: 'disconnected' }, 'Bob lost the connection'],
    [{ type: 'participant-left', participant: bob, reason: 'kicked', by: ann }, 'Ann removed Bob'],
    [{ type: 'role-changed', user_id: 'bob', role: 'co-host', by: ann }, 'Ann made Bob a co-host'],
    [{ type: 'role-changed', user_id: 'me', role: 'host', by: ann }, 'Ann made you the host'],
    [{ type: 'role-changed', user_id: 'bob', role: 'host', by: null }, 'Bob is the host now'],
    [{ type: 'role-changed', user_id: 'ann', role: 'host', by: ann }, 'Ann took the role of the host back'],
    [{ type: 'join-request-answered', user_id: 'cat', answer: 'admitted', by: ann }, 'Ann let someone in'],
    [{ type: 'invite-code-changed', invite_code: 'XYZ234', by: ann }, 'Ann replaced the invite code: XYZ234'],
    [{ type: 'control-asked', by: ann }, 'Ann asks for control'],
    [{ type: 'presence', joined: 37, left: 4 }, '37 people came, 4 left'],
    [{ type: 'presence', joined: 0, left: 1 }, '1 person left'],
  ] as const)('%o is told as “%s”', (event, text) => expect(tell(event)).toEqual([text]));

  it('who waited is named, and who goes away again is no news', () => {
    const request = { user_id: 'cat', display_name: 'Cat', avatar_url: null, requested_at: '' };
    expect(tell({ type: 'join-requested', request })).toEqual([]);
    expect(tell({ type: 'join-request-answered', user_id: 'cat', answer: 'declined', by: ann })).toEqual(['Ann did not let Cat in']);
    expect(tell({ type: 'join-request-answered', user_id: 'cat', answer: 'withdrawn', by: null })).toEqual([]);
  });

  it('who waited before this page came is named by who knows them', () => {
    expect(tell({ type: 'join-request-answered', user_id: 'bob', answer: 'admitted', by: ann })).toEqual(['Ann let Bob in']);
  });

  it('oneself is no news', () => {
    expect(tell({ type: 'participant-joined', participant: { user_id: 'me', display_name: 'Cleo' } })).toEqual([]);
  });
});

it('tells of the settings what is new', () => {
  tell({ type: 'sync', settings: { waiting: 'off', resume_after_seek: false } });
  expect(tell({ type: 'settings-changed', settings: { waiting: 'quorum', resume_after_seek: false }, by: ann })).toEqual([
    'Ann changed the settings: the film waits for most',
  ]);
});

describe('the queue', () => {
  const sintel = { id: 'i', clip_id: 'c', title: 'Sintel', duration_ms: null, added_by: ann };
  const changed = (action: string, more: object = {}) =>
    tell({ type: 'queue-changed', action, items: [], removed: [], order: null, current: null, loop: 'off', by: ann, ...more });

  it('is told with who changed it', () => {
    expect(changed('added', { items: [sintel] })).toEqual(['Ann queued “Sintel”']);
    expect(changed('added', { items: [sintel, sintel] })).toEqual(['Ann queued 2 films']);
    expect(changed('added', { items: null })).toEqual(['Ann queued a playlist']);
    expect(changed('added', { current: sintel })).toEqual(['Ann queued “Sintel”']);
    expect(changed('removed')).toEqual(['Ann took a film out of the queue']);
    expect(changed('cleared')).toEqual(['Ann cleared the queue']);
    expect(changed('shuffled')).toEqual(['Ann shuffled the queue']);
    expect(changed('loop', { loop: 'all' })).toEqual(['The queue repeats as a whole (Ann)']);
    expect(changed('moved')).toEqual([]);
  });

  it('tells once what it put on by itself', () => {
    expect(tell({ type: 'skip', by: null })).toEqual([]);
    expect(changed('advanced', { by: null, current: sintel })).toEqual(['Next from the queue: “Sintel”']);
    expect(changed('voted', { by: null, current: sintel })).toEqual(['Skipped by vote, next: “Sintel”']);
  });
});
