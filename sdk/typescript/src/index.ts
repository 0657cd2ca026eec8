// The public face of @matinee/sdk.

export * from './close-codes.js';
export * from './http-client.js';
export * from './media-follower.js';
export * from './party-connection.js';
export * from './party-state.js';
export * from './playback.js';
export * from './problem.js';
export * from './protocol.js';
export { defaultReconnectPolicy, type ReconnectPolicy } from './reconnect-delays.js';
export { ServerClock, type TimeSyncSample } from './server-clock.js';
