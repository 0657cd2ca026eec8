// Loads the beginning of the next film of the queue while this one nears its end, so that it starts without a wait. Files
// only: what a stream will need first is for its player to choose.

import { effect } from '@preact/signals';
import type { Party } from '../party/party';
import { api } from '../server';
import { isHls } from './film-source';
import type { Player } from './player';

/** This long before the end, in ms. */
const aheadMs = 30_000;

export class NextFilm {
  private clipId: string | null = null;
  private video: HTMLVideoElement | null = null;
  private readonly stopWatching: () => void;

  constructor(party: Party, player: Player) {
    this.stopWatching = effect(() => {
      const next = party.queue.queue.value.items[0]?.clip_id ?? null;
      const durationMs = player.durationMs.value;
      const nearEnd = durationMs > 0 && durationMs - player.positionMs.value < aheadMs;
      this.prepare(nearEnd ? next : null);
    });
  }

  close(): void {
    this.stopWatching();
    this.prepare(null);
  }

  private prepare(clipId: string | null): void {
    if (clipId === this.clipId) return;
    this.clipId = clipId;
    this.video?.removeAttribute('src');
    this.video?.load();
    this.video = null;
    if (clipId !== null) void this.load(clipId);
  }

  private async load(clipId: string): Promise<void> {
    const clip = await api.clip(clipId).catch(() => null);
    if (clip === null || this.clipId !== clipId || isHls(clip.url)) return;
    this.video = document.createElement('video');
    this.video.muted = true;
    this.video.preload = 'auto';
    this.video.src = clip.url;
  }
}
