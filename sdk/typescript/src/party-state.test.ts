import { describe, expect, it } from 'vitest';
import { advance, unknownParty, withWholeQueue, type PartyState } from './party-state.js';
import { anchorOf, positionAt } from './playback.js';
import { fields, person, sync } from './testing/events.js';

const known: PartyState = advance(unknownParty, sync({ revision: 5, participants: [person()] })).state;

describe('revisions', () => {
  it('takes the first event, whatever its revision', () => {
    const { state, missed } = advance(unknownParty, sync({ revision: 40, position_ms: 7000 }));
    expect(state.playback?.positionMs).toBe(7000);
    expect(state.revision).toBe(40);
    expect(missed).toBe(false);
  });

  it('applies the next revision', () => {
    const { state, missed } = advance(known, { ...fields({ revision: 6, is_playing: true }), type: 'play' });
    expect(state.playback?.playing).toBe(true);
    expect(missed).toBe(false);
  });

  it('applies a revision once: the sync after a typed event changes nothing', () => {
    const played = advance(known, { ...fields({ revision: 6, position_ms: 1000 }), type: 'seek' }).state;
    const { state } = advance(played, sync({ revision: 6, position_ms: 2000 }));
    expect(state.playback).toBe(played.playback);
  });

  it('takes the start from the full state, where the revision was first heard of in passing', () => {
    const inPassing = { ...fields({ revision: 6, is_playing: true, server_time_ms: 1000 }), type: 'participant-joined' as const, participant: person() };
    const arrived = advance(unknownParty, inPassing).state;
    expect(arrived.playback?.atMs).toBe(1000);
    const full = sync({ revision: 6, is_playing: true, server_time_ms: 1100, effective_at_ms: 1300 });
    const whole = advance(arrived, full).state;
    expect(whole.playback?.atMs).toBe(1300);
    expect(advance(whole, { ...full, server_time_ms: 1400 }).state.playback).toBe(whole.playback);
  });

  it('ignores an older revision, roster included', () => {
    const { state, missed } = advance(known, sync({ revision: 4, participants: [] }));
    expect(state).toBe(known);
    expect(missed).toBe(false);
  });

  it('applies the state after a gap and asks for the rest', () => {
    const { state, missed } = advance(known, { ...fields({ revision: 8, position_ms: 9000 }), type: 'seek' });
    expect(state.playback?.positionMs).toBe(9000);
    expect(missed).toBe(true);
  });

  it('asks after a new epoch, even when the revision is lower', () => {
    const { state, missed } = advance(known, sync({ epoch: 2, revision: 1, position_ms: 3000 }));
    expect(state.epoch).toBe(2);
    expect(state.playback?.positionMs).toBe(3000);
    expect(missed).toBe(true);
  });

  it('does not ask again when the answer itself crosses a gap', () => {
    expect(advance(known, sync({ revision: 9, participants: [person()] })).missed).toBe(false);
  });
});

describe('the roster', () => {
  it('adds who joins and keeps who was there', () => {
    const { state } = advance(known, {
      ...fields({ revision: 5 }),
      type: 'participant-joined',
      participant: { user_id: 'bob', display_name: 'Bob', role: 'viewer' },
    });
    expect(state.participants.map((participant) => participant.user_id)).toEqual(['alice', 'bob']);
  });

  it.each(['left', 'kicked'] as const)('drops who is gone for good: %s', (reason) => {
    const { state } = advance(known, {
      ...fields({ revision: 5 }),
      type: 'participant-left',
      participant: { user_id: 'alice', display_name: 'Alice', role: 'viewer' },
      reason,
    });
    expect(state.participants).toEqual([]);
  });

  it('marks who lost the line as away and who came back as here', () => {
    const alice = { user_id: 'alice', display_name: 'Alice', role: 'viewer' as const };
    const left = advance(known, { ...fields({ revision: 5 }), type: 'participant-left', participant: alice }).state;
    expect(left.participants[0]?.is_active).toBe(false);
    const back = advance(left, { ...fields({ revision: 5 }), type: 'participant-joined', participant: alice }).state;
    expect(back.participants).toEqual(known.participants);
  });

  it('changes a role', () => {
    const { state } = advance(known, {
      ...fields({ revision: 5 }),
      type: 'role-changed',
      user_id: 'alice',
      role: 'co-host',
      previous_role: 'viewer',
    });
    expect(state.participants[0]?.role).toBe('co-host');
  });

  it('knows who is muted', () => {
    const told = { ...fields({ revision: 5 }), type: 'mute-changed', user_id: 'alice', until_ms: null } as const;
    const { state } = advance(known, { ...told, muted: true });
    expect(state.participants[0]?.muted).toBe(true);
    expect(advance(state, { ...told, muted: false }).state.participants[0]?.muted).toBe(false);
    const timed = advance(state, { ...told, muted: true, until_ms: 5000 }).state;
    expect(timed.participants[0]?.muted_until_ms).toBe(5000);
    expect(advance(timed, { ...told, muted: true, until_ms: null }).state.participants[0]?.muted_until_ms).toBeNull();
  });

  it('knows who comes muted, and until when; an older server says neither', () => {
    const known = advance(unknownParty, sync({ participants: [person({ muted: true, muted_until_ms: 5000 })] })).state;
    const joined = (participant: object) =>
      advance(known, { ...fields(), type: 'participant-joined', participant: { user_id: 'bob', display_name: 'Bob', role: 'viewer', ...participant } }).state;
    expect(joined({ muted: true, muted_until_ms: 7000 }).participants[1]).toMatchObject({ muted: true, muted_until_ms: 7000 });
    expect(joined({ muted: true }).participants[1]).toMatchObject({ muted: true, muted_until_ms: null });
    expect(joined({}).participants[1]).not.toHaveProperty('muted');
    expect(joined({ user_id: 'alice' }).participants[0]).toMatchObject({ muted: true, muted_until_ms: 5000 });
    expect(joined({ user_id: 'alice', muted: false }).participants[0]).toMatchObject({ muted: false, muted_until_ms: null });
  });
});

describe('a large party', () => {
  const alice = person();
  const crowd = advance(unknownParty, sync({ participants: [alice], participant_count: 900 })).state;
  const presence = { ...fields(), type: 'presence' as const, joined: 40, left: 1, connected: 851, joined_sample: [] };

  it('counts more people than it lists', () => {
    expect(crowd).toMatchObject({ participants: [alice], participantCount: 900, connectedCount: null });
  });

  it('hears of comings and goings as a number, and of those it knows by name', () => {
    const { state } = advance(crowd, { ...presence, left_sample: [{ user_id: 'alice', display_name: 'Alice', role: 'viewer' }] });
    expect(state).toMatchObject({ participants: [{ user_id: 'alice', is_active: false }], connectedCount: 851 });
  });

  it('does not list everyone who is named in passing', () => {
    const bob = { user_id: 'bob', display_name: 'Bob', role: 'viewer' as const };
    const { state } = advance(crowd, { ...presence, left_sample: [], joined_sample: [bob] });
    expect(state.participants).toEqual([alice]);
  });

  it('is small again when all of it is listed', () => {
    const { state } = advance(advance(crowd, { ...presence, left_sample: [] }).state, sync({ participants: [alice], participant_count: 1 }));
    expect(state).toMatchObject({ participantCount: null, connectedCount: null });
  });
});

describe('positions', () => {
  it('stand still while paused and advance while playing', () => {
    const paused = anchorOf(fields({ position_ms: 5000, server_time_ms: 1000 }));
    expect(positionAt(paused, 9000)).toBe(5000);
    expect(positionAt({ ...paused, playing: true }, 9000)).toBe(13_000);
  });

  it('hold until a scheduled start', () => {
    const anchor = anchorOf(
      fields({ position_ms: 5000, server_time_ms: 1000, effective_at_ms: 1200, is_playing: true }),
    );
    expect(positionAt(anchor, 1100)).toBe(5000);
    expect(positionAt(anchor, 1300)).toBe(5100);
  });

  it('use the event time when the scheduled start has passed', () => {
    const anchor = anchorOf(
      fields({ position_ms: 6000, server_time_ms: 2200, effective_at_ms: 1200, is_playing: true }),
    );
    expect(positionAt(anchor, 2300)).toBe(6100);
  });
});

describe('the queue', () => {
  const item = (id: string) => ({ id, clip_id: id, title: null, duration_ms: null, added_by: { user_id: 'alice', display_name: 'Alice' } });
  const page = (revision: number, ids: string, total = ids.length) => ({
    revision,
    loop: 'off' as const,
    current: null,
    items: [...ids].map(item),
    total,
    next: null,
  });
  const added = (queue_revision: number, id: string) => ({
    ...fields({ revision: 5 }),
    type: 'queue-changed' as const,
    action: 'added' as const,
    queue_revision,
    loop: 'off' as const,
    current: null,
    total: 3,
    removed: [],
    items: [item(id)],
    before_id: null,
    order: null,
    by: null,
  });
  const queued = advance(known, sync({ revision: 5, participants: [person()], queue: page(7, 'ab') })).state;
  const ids = (state: PartyState) => state.queue?.items.map(({ id }) => id).join('');

  it('follows each change once', () => {
    const { state, missed } = advance(queued, added(8, 'c'));
    expect([ids(state), missed]).toEqual(['abc', false]);
    expect(advance(state, added(8, 'c')).state).toBe(state);
  });

  it('is asked for where a change was missed', () => {
    const { state, missed } = advance(queued, added(9, 'c'));
    expect([ids(state), missed]).toEqual(['ab', true]);
  });

  it('is not asked for before it was told', () => {
    expect(advance(known, added(9, 'c')).missed).toBe(false);
  });

  it('stays whole where a full state has its beginning only', () => {
    const whole = withWholeQueue(queued, page(7, 'abcd'));
    expect(ids(advance(whole, sync({ revision: 5, queue: page(7, 'ab', 4) })).state)).toBe('abcd');
    expect(ids(advance(whole, sync({ revision: 5, queue: page(8, 'b', 4) })).state)).toBe('b');
    expect(withWholeQueue(queued, page(6, 'x'))).toBe(queued);
  });

  it('votes are forgotten with a new clip', () => {
    const voted = advance(known, { ...fields({ revision: 5 }), type: 'skip-votes', skip_votes: { votes: 1, needed: 2 } }).state;
    expect(voted.skipVotes).toEqual({ votes: 1, needed: 2 });
    expect(advance(voted, { ...fields({ revision: 6 }), type: 'skip' }).state.skipVotes).toEqual({ votes: 0, needed: 2 });
  });
});
