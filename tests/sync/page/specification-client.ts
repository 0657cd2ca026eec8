// A page that follows a party by the sample code of the specification (sections "Drift Tolerance" and "Connection
// Setup"), for comparison: wall clock, a tolerance of two seconds, jumps. The address ends in #socket-url.

const tolerance = 2.0;

interface SyncEvent {
  position: number;
  server_timestamp: number;
  is_playing: boolean;
}

const video = document.querySelector('video')!;

function handleSyncEvent(event: SyncEvent): void {
  const latency = Date.now() / 1000 - event.server_timestamp;
  const expectedPosition = event.is_playing ? event.position + latency : event.position;
  if (Math.abs(video.currentTime - expectedPosition) > tolerance) video.currentTime = expectedPosition;
  const playing = !video.paused;
  if (event.is_playing !== playing) void (event.is_playing ? video.play() : video.pause());
}

const socket = new WebSocket(decodeURIComponent(location.hash.slice(1)));
socket.onopen = () => socket.send(JSON.stringify({ type: 'sync-request', timestamp: Math.floor(Date.now() / 1000) }));
socket.onmessage = (message) => handleSyncEvent(JSON.parse(message.data));

export {};
