// What the scenarios mark while they run: windows of server time, and what to work out in each of them.

/** Time in which something is measured, from `fromMs` to `toMs` in server time. */
export interface Window {
  scenario: string;
  fromMs: number;
  toMs: number;
  /** Names of the clients concerned. */
  clients: readonly string[];
}

/** The film begins to move at `startsAtMs` from `positionMs`: when does each client show its first new frame? */
export interface StartMark {
  scenario: string;
  startsAtMs: number;
  positionMs: number;
  clients: readonly string[];
}

/** A link's round trip changed at `atMs`: when does the client say so? */
export interface RoundTripMark {
  scenario: string;
  client: string;
  atMs: number;
  beforeMs: number;
  afterMs: number;
}

/** Grows over a run; read once at its end. */
export class Notebook {
  /** Distances are measured in these. */
  readonly steady: Window[] = [];
  /** A disturbance is over at the beginning of these: how long until the clients are in place? */
  readonly recoveries: Window[] = [];
  readonly starts: StartMark[] = [];
  readonly roundTrips: RoundTripMark[] = [];
}
