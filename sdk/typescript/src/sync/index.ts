// The parts of the engine that neither touch a page nor read a clock, for simulators and other players.

export { anchorOf, positionAt, type PlaybackAnchor } from '../playback.js';
export * from './clock-estimator.js';
export * from './corrector.js';
export * from './drift-window.js';
export * from './exchange-schedule.js';
export * from './frame-bias.js';
export * from './learned-cost.js';
export * from './playback-controller.js';
