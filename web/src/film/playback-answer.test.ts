// Back with the party when it has done what a media key asked for.

import type { PartyState } from '@matinee/sdk';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PlaybackAnswer } from './playback-answer';

class Line {
  state = { revision: 7, epoch: 1, playback: {} } as PartyState;
  private readonly listeners = new Set<(state: PartyState) => void>();

  on(_: 'state', listener: (state: PartyState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  tells(change: Partial<PartyState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener(this.state);
  }
}

let line: Line;
let answer: PlaybackAnswer;
const onAnswer = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  onAnswer.mockClear();
  line = new Line();
  answer = new PlaybackAnswer(line, onAnswer);
});
afterEach(() => {
  answer.close();
  vi.useRealTimers();
});

it('comes with the next change of the playback, and with nothing else', () => {
  answer.await();
  line.tells({ participants: [] });
  expect(onAnswer).not.toHaveBeenCalled();
  line.tells({ revision: 8, playback: {} as PartyState['playback'] });
  expect(onAnswer).toHaveBeenCalledTimes(1);
  line.tells({ revision: 9 });
  vi.advanceTimersByTime(60_000);
  expect(onAnswer).toHaveBeenCalledTimes(1);
});

it('comes with a server that counts anew', () => {
  answer.await();
  line.tells({ epoch: 2, revision: 7 });
  expect(onAnswer).toHaveBeenCalledTimes(1);
});

it('is not waited for longer than three seconds', () => {
  answer.await();
  vi.advanceTimersByTime(2999);
  expect(onAnswer).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(onAnswer).toHaveBeenCalledTimes(1);
});

it('to the last of several is waited for', () => {
  answer.await();
  vi.advanceTimersByTime(2000);
  answer.await();
  vi.advanceTimersByTime(2000);
  expect(onAnswer).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1000);
  expect(onAnswer).toHaveBeenCalledTimes(1);
});

it('is not waited for without a question, or after the end', () => {
  line.tells({ revision: 8 });
  answer.await();
  answer.close();
  line.tells({ revision: 9 });
  vi.advanceTimersByTime(60_000);
  expect(onAnswer).not.toHaveBeenCalled();
});
