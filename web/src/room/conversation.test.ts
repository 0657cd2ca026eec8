import type { ServerEvent } from '@matinee/sdk';
import { expect, it } from 'vitest';
import { Conversation } from './conversation';
import { Feed } from './feed';

const ann = { user_id: 'ann', display_name: 'Ann' };
const conversation = () => new Conversation(new Feed('me', () => undefined));
const event = (members: object) => ({ server_time_ms: 1000, position_ms: 5000, rate: 1, ...members }) as unknown as ServerEvent;
const message = (id: string) =>
  event({ type: 'chat_message', chat_message: { ...ann, id, avatar_url: null, message: id, created_at: '' } });
const pause = (seconds: number) => event({ type: 'pause', position_ms: seconds * 1000, by: ann });
const jump = (seconds: number) => event({ type: 'seek', from_ms: 1000, position_ms: seconds * 1000, by: ann });

it('keeps messages and happenings in order', () => {
  const party = conversation();
  [message('hello'), pause(5), message('why?')].forEach((said) => party.hear(said));
  expect(party.lines.value.map((line) => (line.kind === 'message' ? line.message.message : line.text))).toEqual([
    'hello',
    'Ann paused at 0:05',
    'why?',
  ]);
});

it('lets a continued happening take the place of the one before', () => {
  const party = conversation();
  [jump(20), message('where to?'), jump(30)].forEach((said) => party.hear(said));
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
