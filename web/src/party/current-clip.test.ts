// The film a party's page shows, where its data is slow to come or does not come at all.

import type { Clip } from '@matinee/sdk';
import { describe, expect, it, vi } from 'vitest';
import { api } from '../server';
import { clipOf, failure, setScene, settle } from '../testing/party-scene';

const scene = setScene();

describe('the film that plays', () => {
  it('is asked for again when the first answer fails', async () => {
    vi.spyOn(api, 'clip').mockRejectedValueOnce(failure(503));
    scene.open();
    scene.line.plays('next');
    await vi.advanceTimersByTimeAsync(5000);
    expect(scene.party.clip.value?.id).toBe('next');
    expect(scene.party.clipProblem.value).toBe('');
  });

  it('is asked for a few times only, then by hand, and when the line is back', async () => {
    const asked = vi.spyOn(api, 'clip').mockRejectedValue(failure(0));
    scene.open();
    scene.line.plays('next');
    await vi.advanceTimersByTimeAsync(600_000);
    const times = asked.mock.calls.length;
    expect(times).toBeGreaterThan(2);
    expect(times).toBeLessThan(10);
    expect(scene.party.clipProblem.value).not.toBe('');
    asked.mockImplementation(async (id) => clipOf(id));
    scene.line.comesBack();
    await settle();
    expect(scene.party.clip.value?.id).toBe('next');
    expect(scene.party.clipProblem.value).toBe('');
  });

  it('is not asked for twice where the line opens meanwhile', async () => {
    const asked = vi.spyOn(api, 'clip');
    scene.open();
    scene.line.plays('next');
    scene.line.comesBack();
    await settle();
    expect(asked).toHaveBeenCalledTimes(1);
    expect(scene.party.clip.value?.id).toBe('next');
  });

  it('that is not there is not asked for again, but by hand', async () => {
    const asked = vi.spyOn(api, 'clip').mockRejectedValue(failure(404, 'NOT_FOUND'));
    scene.open();
    scene.line.plays('gone');
    await vi.advanceTimersByTimeAsync(600_000);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(scene.party.clipProblem.value).toContain('could not be found');
    asked.mockImplementation(async (id) => clipOf(id));
    scene.party.retryClip();
    await settle();
    expect(scene.party.clip.value?.id).toBe('gone');
  });

  it('is the last one told, whatever is answered late', async () => {
    let answer = (_: Clip) => {};
    vi.spyOn(api, 'clip').mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
    scene.open();
    scene.line.plays('first');
    scene.line.plays('second');
    answer(clipOf('first'));
    await settle();
    expect(scene.party.clip.value?.id).toBe('second');
  });
});
