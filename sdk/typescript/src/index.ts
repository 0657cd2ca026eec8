// The public face of @matinee/sdk.

export * from './admission.js';
export * from './authentication.js';
export * from './chat.js';
export * from './clips.js';
export * from './close-codes.js';
export * from './discovery.js';
export * from './analytics.js';
export * from './personal-data.js';
export type { DriftRecord } from './drift-history.js';
export * from './follow-timeline.js';
export * from './hls-adapter.js';
export * from './http-client.js';
export * from './media-adapter.js';
export * from './media-follower.js';
export * from './parties.js';
export * from './party-connection.js';
export * from './party-state.js';
export * from './playback.js';
export * from './problem.js';
export * from './protocol.js';
export { defaultReconnectPolicy, type ReconnectPolicy } from './reconnect-delays.js';
export * from './server-clock.js';
export * from './session.js';
export type { ClockEstimate } from './sync/clock-estimator.js';
export { defaultTuning, type CorrectorTuning } from './sync/corrector.js';
export { SyncLog, type SyncLogEntry } from './sync-log.js';
export type { BufferedRange, MediaCommand, MediaLook } from './sync/playback-controller.js';
