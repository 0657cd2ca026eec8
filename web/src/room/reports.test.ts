// Reported messages, as those who look after a party know them.

import type { ChatMessage, MessageReport } from '@matinee/sdk';
import { expect, it, vi } from 'vitest';
import { api } from '../server';
import { failure, setScene, settle } from '../testing/party-scene';

const scene = setScene();

const atMs = Date.parse('2026-01-01T20:00:00Z');
const said = (id: string) => ({ id, user_id: 'bob', display_name: 'Bob', message: `text of ${id}` }) as ChatMessage;
const report = (id: string, secondsLater = 0): MessageReport => ({
  chat_message: said(id),
  reported_text: `text of ${id}`,
  reason: '',
  reported_at: new Date(atMs + secondsLater * 1000).toISOString(),
});
const told = (id: string, secondsLater: number) => ({ type: 'message-reported', chat_message: said(id), reason: '', server_time_ms: atMs + secondsLater * 1000 });
const shown = () => scene.party.reports.messages.value.map(({ report: { chat_message }, times }) => `${chat_message.id} ×${times}`);

it('are those from before the page came, asked for again where that fails', async () => {
  vi.spyOn(api, 'messageReports').mockRejectedValueOnce(failure(503)).mockResolvedValue([report('a'), report('b', 5), report('a', 9)]);
  scene.open();
  await vi.advanceTimersByTimeAsync(5000);
  expect(shown()).toEqual(['a ×2', 'b ×1']);
});

it('are those told since, each once', async () => {
  let answer = (_: MessageReport[]) => {};
  vi.spyOn(api, 'messageReports').mockImplementation(() => new Promise((resolve) => (answer = resolve)));
  scene.open();
  scene.line.tells(told('a', 0));
  scene.line.tells(told('b', 60));
  answer([report('a')]);
  await settle();
  expect(shown()).toEqual(['b ×1', 'a ×1']);
  scene.line.comesBack();
  answer([report('a'), report('b', 60), report('c', 90)]);
  await settle();
  expect(shown()).toEqual(['c ×1', 'b ×1', 'a ×1']);
});

it('wait no more when they are deleted', async () => {
  vi.spyOn(api, 'messageReports').mockResolvedValue([report('a'), report('b')]);
  scene.open();
  await settle();
  expect(scene.party.reports.open.value).toBe(2);
  scene.line.tells({ type: 'message-deleted', message_id: 'a', user_id: 'bob', deleted_at: '2026-01-01T20:01:00Z', by: { user_id: 'bob', display_name: 'Bob' } });
  expect(scene.party.reports.open.value).toBe(1);
});

it('are not asked for by viewers', async () => {
  const asked = vi.spyOn(api, 'messageReports');
  scene.open({ role: 'viewer' });
  await settle();
  expect(asked).not.toHaveBeenCalled();
});
