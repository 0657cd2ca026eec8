// A page that follows a party with the SDK and nothing else, for measuring the SDK without an application around it. The
// address ends in #socket-url.

import { followTimeline, HttpClient, PartyConnection } from '@matinee/sdk';

const video = document.querySelector('video')!;
const api = new HttpClient();
const connection = new PartyConnection({ url: decodeURIComponent(location.hash.slice(1)) });
let clipId: string | null = null;

/** Shows the film the party plays. */
async function showClip(id: string | null): Promise<void> {
  if (id === null || id === clipId) return;
  clipId = id;
  video.src = (await api.clip(id)).url;
}

connection.on('state', ({ playback }) => void showClip(playback?.clipId ?? null));
followTimeline(video, connection);
