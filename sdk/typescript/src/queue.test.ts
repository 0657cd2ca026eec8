import { describe, expect, it } from 'vitest';
import { isWhole, queueAfter, type Queue, type QueueChangedEvent, type QueueItem } from './queue.js';

const item = (id: string): QueueItem => ({
  id,
  clip_id: `clip of ${id}`,
  title: id,
  duration_ms: null,
  added_by: { user_id: 'ann', display_name: 'Ann' },
});

function queue(ids: string, total = ids.length): Queue {
  return { revision: 7, loop: 'off', current: null, items: [...ids].map(item), total };
}

function changed(change: Partial<QueueChangedEvent>): QueueChangedEvent {
  return {
    type: 'queue-changed',
    action: 'added',
    queue_revision: 8,
    loop: 'off',
    current: null,
    total: 0,
    removed: [],
    items: [],
    before_id: null,
    order: null,
    by: null,
    ...change,
  } as QueueChangedEvent;
}

const ids = (after: Queue | null) => after?.items.map(({ id }) => id).join('');

describe('a whole queue', () => {
  it.each([
    ['added at the end', { items: [item('x')], total: 4 }, 'abcx'],
    ['added in between', { items: [item('x'), item('y')], before_id: 'b', total: 5 }, 'axybc'],
    ['moved to the front', { removed: ['c'], items: [item('c')], before_id: 'a', total: 3 }, 'cab'],
    ['moved to the end', { removed: ['a'], items: [item('a')], total: 3 }, 'bca'],
    ['removed', { removed: ['b', 'not there'], total: 2 }, 'ac'],
    ['shuffled', { order: ['b', 'c', 'a'], total: 3 }, 'bca'],
  ])('%s', (_, change, expected) => {
    const after = queueAfter(queue('abc'), changed(change));
    expect(ids(after)).toBe(expected);
    expect(after?.revision).toBe(8);
    expect(isWhole(after!)).toBe(true);
  });

  it('knows its beginning where more was added than is told', () => {
    const after = queueAfter(queue('abc'), changed({ items: null, before_id: 'b', total: 103 }));
    expect(ids(after)).toBe('a');
    expect(isWhole(after!)).toBe(false);
  });

  it('takes over what plays and the loop', () => {
    expect(queueAfter(queue('ab'), changed({ removed: ['a'], current: item('a'), loop: 'all', total: 1 }))).toMatchObject({
      current: { id: 'a' },
      loop: 'all',
    });
  });
});

describe('the beginning of a long queue', () => {
  it.each([
    ['what is added behind it', { items: [item('x')], total: 101 }, 'abc'],
    ['what is added in front of something unknown', { items: [item('x')], before_id: 'unknown', total: 101 }, 'abc'],
    ['what is added within it', { items: [item('x')], before_id: 'a', total: 101 }, 'xabc'],
    ['what is moved out of it', { removed: ['b'], items: [item('b')], total: 100 }, 'ac'],
    ['an order, as far as it is known', { order: ['c', 'a', 'unknown', 'b'], total: 100 }, 'ca'],
  ])('stays a beginning after %s', (_, change, expected) => {
    expect(ids(queueAfter(queue('abc', 100), changed(change)))).toBe(expected);
  });
});

it('a change that was applied already changes nothing', () => {
  const before = queue('abc');
  expect(queueAfter(before, changed({ queue_revision: 7, removed: ['a'] }))).toBe(before);
});

it('a change that does not follow has the queue asked for', () => {
  expect(queueAfter(queue('abc'), changed({ queue_revision: 9 }))).toBeNull();
});
