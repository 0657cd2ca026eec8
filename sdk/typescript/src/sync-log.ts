// A log of what was done to keep a screen in step, for people who wonder why. Bounded; no clock, no timer.

import type { MediaCommand } from './sync/playback-controller.js';

/** One thing that happened. */
export interface SyncLogEntry {
  /** Unix ms on the server's clock, so that the logs of several screens can be laid side by side; by this device's while that is unknown. */
  timeMs: number;
  /** Media minus party in ms, positive ahead; null where it was not measured. */
  driftMs: number | null;
  /** What was done or what happened, in a few words. */
  action: string;
}

/** How many entries are kept: some minutes of a restless line, hours of a quiet one. */
const mostEntries = 200;

/** The last 200 entries of one screen. */
export class SyncLog {
  private readonly kept: SyncLogEntry[] = [];

  /** Oldest first. */
  get entries(): readonly SyncLogEntry[] {
    return this.kept;
  }

  add(entry: SyncLogEntry): void {
    this.kept.push(entry);
    if (this.kept.length > mostEntries) this.kept.shift();
  }

  /** One line per entry: RFC 3339 time, drift, action. */
  toString(): string {
    return this.kept.map(lineOf).join('');
  }
}

/** A command to the media, in the words of the log. */
export function commandText(command: MediaCommand): string {
  switch (command.kind) {
    case 'seek':
      return `seek to ${secondsText(command.positionMs)}`;
    case 'rate':
      return `rate ${Number(command.rate.toFixed(4))}, pitch ${command.preservesPitch ? 'kept' : 'follows'}`;
    default:
      return command.kind;
  }
}

/** `83.200 s`. */
export function secondsText(ms: number): string {
  return `${(ms / 1000).toFixed(3)} s`;
}

function lineOf({ timeMs, driftMs, action }: SyncLogEntry): string {
  const drift = driftMs === null ? '-' : `${driftMs > 0 ? '+' : ''}${driftMs.toFixed(1)} ms`;
  return `${new Date(timeMs).toISOString()}  ${drift.padStart(10)}  ${action}\n`;
}
