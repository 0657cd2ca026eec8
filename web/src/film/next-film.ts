// Loads the beginning of the next film of the queue while this one nears its end, so that it starts without a wait: into
// the browser's cache, by a player out of sight.

import { effect } from '@preact/signals';
import type { Party } from '../party/party';
import { api } from '../server';
import { FilmSource } from './film-source';
import type { Player } from './player';

/** This long before the end, in ms. */
const aheadMs = 30_000;

export class NextFilm {
  private clipId: string | null = null;
  private source: FilmSource | null = null;
  private readonly stopWatching: () => void;

  constructor(
    party: Party,
    private readonly player: Player,
  ) {
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
    this.source?.close();
    this.source = null;
    if (clipId !== null) void this.load(clipId);
  }

  private async load(clipId: string): Promise<void> {
    const clip = await api.clip(clipId).catch(() => null);
    if (clip === null || this.clipId !== clipId) return;
    this.source = new FilmSource(this.hiddenVideo());
    this.source.load(clip.url);
  }

  /** As large as the one that shows: streams choose their quality by it, and this is to be the same. */
  private hiddenVideo(): HTMLVideoElement {
    const video = document.createElement('video');
    video.muted = true;
    video.preload = 'auto';
    video.width = this.player.video.clientWidth;
    video.height = this.player.video.clientHeight;
    return video;
  }
}
