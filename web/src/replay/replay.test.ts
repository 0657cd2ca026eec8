// What of a party that is over is shown with which of its films, and when.

import { firstLivePositionMs, type ChatMessage, type Clip, type PartyDetails, type ServerEvent } from '@matinee/sdk';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { api } from '../server';
import { failure } from '../testing/party-scene';
import { Replay } from './replay';

let said = 0;
const message = (text: string, clip_id: string | null, position_ms = 0): ChatMessage => ({
  id: `m-${++said}`,
  user_id: 'bob',
  display_name: 'Bob',
  avatar_url: null,
  message: text,
  created_at: new Date(1_735_660_800_000 + said * 1000).toISOString(),
  clip_id,
  position_ms,
});

let replay: Replay;

interface Past {
  messages?: ChatMessage[];
  events?: { clip_id: string; atMs: number }[];
  /** Not in the catalogue any more. */
  gone?: string[];
  last?: string | null;
}

async function watch({ messages = [], events = [], gone = [], last = null }: Past): Promise<void> {
  vi.spyOn(api, 'messages').mockResolvedValue({ messages, next: null });
  vi.spyOn(api, 'feed').mockResolvedValue(events.map(({ clip_id, atMs }) => ({ type: 'skip', clip_id, server_time_ms: atMs }) as ServerEvent));
  vi.spyOn(api, 'reactionLine').mockRejectedValue(failure(0));
  vi.spyOn(api, 'clip').mockImplementation(async (id) => {
    if (gone.includes(id)) throw failure(404);
    return { id, title: `Film ${id}`, url: `https://films.example/${id}.mp4` } as Clip;
  });
  replay = new Replay({ id: 'p-1', current_clip_id: last } as PartyDetails);
  await replay.load();
}

afterEach(() => {
  replay.close();
  vi.restoreAllMocks();
});

const shown = () =>
  replay.conversation.lines.value.flatMap((line) => (line.kind === 'message' && !replay.guard.holds(line.message) ? [line.message.message] : []));
const films = () => replay.films.value.map(({ id }) => id);

describe('the films', () => {
  it('are those that were spoken about, those that were put on, and the last, in the order they were on', async () => {
    const at = 1_735_660_800_000;
    await watch({ messages: [message('b', 'two')], events: [{ clip_id: 'one', atMs: at }, { clip_id: 'three', atMs: at + 3_600_000 }], last: 'four' });
    expect(films()).toEqual(['one', 'two', 'three', 'four']);
  });

  it('that are gone keep their chat', async () => {
    await watch({ messages: [message('what an end', 'gone', 50_000)], gone: ['gone'] });
    expect(replay.clip.value).toBeNull();
    expect(replay.films.value).toMatchObject([{ id: 'gone', clip: null }]);
    expect(shown()).toEqual(['what an end']);
  });

  it('that are there come first where the first is gone', async () => {
    await watch({ messages: [message('a', 'gone'), message('b', 'there')], gone: ['gone'] });
    expect(replay.clip.value?.id).toBe('there');
  });
});

describe('what was said', () => {
  it('waits for its moment of the film', async () => {
    await watch({ messages: [message('now', 'one', 500), message('later', 'one', 60_000)] });
    expect(shown()).toEqual(['now']);
    replay.reach(60_000);
    expect(shown()).toEqual(['now', 'later']);
  });

  it('before there was a film is shown with the first one', async () => {
    await watch({ messages: [message('who comes?', null), message('here', 'one', 500), message('next', 'two', 500)] });
    expect(shown()).toEqual(['who comes?', 'here']);
    replay.choose('two');
    expect(shown()).toEqual(['next']);
  });

  it('in a party without a film is shown', async () => {
    await watch({ messages: [message('nobody chose', null)] });
    expect(shown()).toEqual(['nobody chose']);
  });

  it('during a live stream is shown at once: its recording does not say where it was', async () => {
    await watch({ messages: [message('goal', 'live', firstLivePositionMs + 5000)] });
    expect(shown()).toEqual(['goal']);
    replay.reach(1000);
    expect(shown()).toEqual(['goal']);
  });
});
