// Reported messages, as those who look after a party know them.

import type { ChatMessage, MessageReport } from '@matinee/sdk';
import { expect, it, vi } from 'vitest';
import { api } from '../server';
import { failure, setScene, settle } from '../testing/party-scene';
import { muteActions } from './mute-actions';

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

it('stay deleted when that was told while they were asked for', async () => {
  let answer = (_: MessageReport[]) => {};
  vi.spyOn(api, 'messageReports').mockImplementation(() => new Promise((resolve) => (answer = resolve)));
  scene.open();
  scene.line.tells({ type: 'message-deleted', message_id: 'a', user_id: 'bob', deleted_at: '2026-01-01T20:01:00Z', by: { user_id: 'bob', display_name: 'Bob' } });
  answer([report('a'), report('b', 5)]);
  await settle();
  expect(shown()).toEqual(['b ×1', 'a ×1']);
  expect(scene.party.reports.open.value).toBe(1);
});

it('are those of the latest answer, whichever comes last', async () => {
  const answers: ((reports: MessageReport[]) => void)[] = [];
  vi.spyOn(api, 'messageReports').mockImplementation(() => new Promise((resolve) => answers.push(resolve)));
  scene.open();
  scene.line.comesBack();
  const deleted = { ...report('a'), chat_message: { ...said('a'), message: '', deleted_at: '2026-01-01T20:01:00Z' } };
  answers[1]?.([deleted]);
  await settle();
  answers[0]?.([report('a')]);
  await settle();
  expect(scene.party.reports.open.value).toBe(0);
});

it('keep neither name nor text of somebody who was forgotten', async () => {
  let answer = (_: MessageReport[]) => {};
  vi.spyOn(api, 'messageReports').mockResolvedValueOnce([report('a')]).mockImplementation(() => new Promise((resolve) => (answer = resolve)));
  scene.open();
  await settle();
  const known = () => scene.party.reports.messages.value.map(({ report: { chat_message, reported_text } }) => [chat_message.display_name, chat_message.message, reported_text]);
  const forgotten = { type: 'user-forgotten', user_id: 'bob', server_time_ms: atMs + 60_000 };
  scene.line.tells(forgotten);
  expect(known()).toEqual([['Deleted user', '', '']]);
  expect(muteActions(scene.party, scene.party.reports.messages.value[0]?.report.chat_message.user_id ?? '')).toEqual([]);
  expect(scene.party.reports.open.value).toBe(0);
  scene.line.comesBack();
  scene.line.tells(forgotten);
  answer([report('a'), report('b', 5)]);
  await settle();
  expect(known()).toEqual([['Deleted user', '', ''], ['Deleted user', '', '']]);
});

it('are not asked for by viewers', async () => {
  const asked = vi.spyOn(api, 'messageReports');
  scene.open({ role: 'viewer' });
  await settle();
  expect(asked).not.toHaveBeenCalled();
});
