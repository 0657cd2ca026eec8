// A vote to skip, as the one who votes sees it.

import { describe, expect, it, vi } from 'vitest';
import { setScene } from '../testing/party-scene';

const scene = setScene();

describe('a vote to skip', () => {
  const votes = { type: 'skip-votes', skip_votes: { votes: 1, needed: 2 } };

  it('is shown once it was sent, and no longer when the line broke', () => {
    scene.open();
    scene.party.queue.vote(true);
    expect(scene.party.queue.voted.value).toBe(true);
    scene.line.tells(votes);
    scene.line.comesBack();
    expect(scene.party.queue.voted.value).toBe(false);
  });

  it('that could not be sent is not shown', () => {
    scene.open();
    scene.line.becomes({ kind: 'waiting', retryInMs: 1, attempt: 1 });
    scene.party.queue.vote(true);
    expect(scene.party.queue.voted.value).toBe(false);
  });

  it('that was refused is not shown, whatever is refused later', () => {
    scene.open();
    scene.party.queue.vote(true);
    scene.line.tells({ type: 'error', code: 'RATE_LIMITED', message: 'too many' });
    expect(scene.party.queue.voted.value).toBe(false);
    scene.party.queue.vote(true);
    scene.line.tells(votes);
    scene.line.tells({ type: 'error', code: 'MUTED', message: 'you are muted' });
    expect(scene.party.queue.voted.value).toBe(true);
  });

  it('that was cast before, from another tab, is not taken back by what is refused later', () => {
    scene.open();
    scene.party.queue.vote(true);
    vi.advanceTimersByTime(10_000);
    scene.line.tells({ type: 'error', code: 'MUTED', message: 'you are muted' });
    expect(scene.party.queue.voted.value).toBe(true);
  });
});
