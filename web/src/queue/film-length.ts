// How long a film is, asked of its address before anybody plays it: the server goes on to the next film only where it
// knows the end of this one. Best effort: whatever cannot be learnt in time is null.

import { isHls } from '../film/film-source';

const patienceMs = 6000;

/** In ms; null for streams without an end, and where nothing could be learnt. */
export async function filmLength(address: string): Promise<number | null> {
  const signal = AbortSignal.timeout(patienceMs);
  const seconds = await (isHls(address) ? streamLength(address, signal) : fileLength(address, signal)).catch(() => null);
  return seconds !== null && Number.isFinite(seconds) && seconds > 0 ? Math.round(seconds * 1000) : null;
}

function fileLength(address: string, signal: AbortSignal): Promise<number | null> {
  const video = document.createElement('video');
  video.preload = 'metadata';
  video.muted = true;
  return new Promise<number | null>((resolve) => {
    const finish = (seconds: number | null) => {
      resolve(seconds);
      video.removeAttribute('src');
      video.load();
    };
    video.addEventListener('loadedmetadata', () => finish(video.duration), { once: true });
    video.addEventListener('error', () => finish(null), { once: true });
    signal.addEventListener('abort', () => finish(null), { once: true });
    video.src = address;
  });
}

async function streamLength(address: string, signal: AbortSignal): Promise<number | null> {
  const base = new URL(address, location.href);
  const text = await playlistText(base, signal);
  const variant = firstVariant(text);
  return mediaPlaylistLength(variant === null ? text : await playlistText(new URL(variant, base), signal));
}

async function playlistText(address: URL, signal: AbortSignal): Promise<string> {
  const response = await fetch(address, { signal });
  if (!response.ok) throw new Error(`the playlist was answered with ${response.status}`);
  return response.text();
}

/** The address of the first variant of a multivariant playlist; null for a media playlist (RFC 8216, 4.3.4.2). */
export function firstVariant(playlist: string): string | null {
  const lines = playlist.split(/\r?\n/);
  const at = lines.findIndex((line) => line.startsWith('#EXT-X-STREAM-INF:'));
  return at === -1 ? null : (lines.slice(at + 1).find((line) => line !== '' && !line.startsWith('#')) ?? null);
}

/** The seconds of all segments; null where more may follow, since the stream is live (RFC 8216, 4.3.3.4). */
export function mediaPlaylistLength(playlist: string): number | null {
  if (!/^#EXT-X-ENDLIST\s*$/m.test(playlist)) return null;
  const lengths = [...playlist.matchAll(/^#EXTINF:([\d.]+)/gm)].map(([, seconds]) => Number(seconds));
  return lengths.reduce((sum, seconds) => sum + seconds, 0);
}
