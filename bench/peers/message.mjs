// What the peers say about a change: one message of as many bytes as the server's two events together.

/** Bytes of JSON in the server's typed event and sync; bench/send_floor prints the present size with both frame heads. */
const BYTES = Number(process.env.PEER_MESSAGE_BYTES ?? 510);

/** A `seek` to `position` seconds, as text. */
export function seekMessage(revision, position) {
  const event = { type: "seek", revision, epoch: 1, position_ms: position * 1000, padding: "" };
  event.padding = "x".repeat(Math.max(0, BYTES - JSON.stringify(event).length));
  return JSON.stringify(event);
}

/** The state, for a newcomer. */
export function syncMessage(revision) {
  return JSON.stringify({ type: "sync", revision, epoch: 1, participants: [] });
}
