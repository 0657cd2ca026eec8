// Whether every client knows what the server has told: no client's state goes back, and soon after a change all whose
// lines work have the same one.

import type { PartyState } from '@matinee/sdk';
import { serverEpochMs } from './server.js';
import { roundingMs, type ToldState, type Truth, type Violate } from './truth.js';
import type { Viewer } from './viewer.js';

/** After so long without a change, and with a working line for so long, a client knows, in ms. */
const knownWithinMs = 8000;

export class Agreement {
  private readonly known = new Map<Viewer, { epoch: number; revision: number }>();

  constructor(
    private readonly truth: Truth,
    private readonly viewers: readonly Viewer[],
    private readonly violate: Violate,
  ) {
    for (const viewer of viewers) viewer.onState = ({ epoch, revision }) => this.onState(viewer, epoch ?? 0, revision);
  }

  /** Looks at everybody now. */
  sample(now: number): void {
    const { state } = this.truth;
    if (state === null || now - this.truth.toldAt < knownWithinMs) return;
    for (const viewer of this.viewers) {
      const quietSince = Math.max(viewer.openSince, viewer.disturbance.endedAt);
      if (!viewer.joined || viewer.tab.sleeping || now - quietSince < knownWithinMs) continue;
      this.compare(viewer, viewer.party, state, now);
    }
  }

  private compare(viewer: Viewer, party: PartyState | null, state: ToldState, now: number): void {
    if (party?.epoch !== state.epoch || party.revision !== state.revision) {
      const has = `${party?.epoch}.${party?.revision}`;
      this.violate('everyone agrees on the revision', `${viewer.user} has ${has}, the server ${state.epoch}.${state.revision}`);
      return;
    }
    const { playback } = party;
    // Without a film there is nowhere to be.
    if (playback?.clipId == null && state.clip_id === null) return;
    const movedMs = playback?.playing === true ? Math.max(0, serverEpochMs + now - playback.atMs) * playback.rate : 0;
    const apartMs = Math.abs((playback?.positionMs ?? 0) + movedMs - (this.truth.positionMs(now) ?? 0));
    const same = playback?.clipId === state.clip_id && playback.playing === state.is_playing && playback.rate === state.rate;
    if (same && apartMs <= roundingMs) return;
    this.violate('everyone agrees on the state', `${viewer.user} has ${JSON.stringify(playback)}, the server ${JSON.stringify(state)}`);
  }

  private onState(viewer: Viewer, epoch: number, revision: number): void {
    const known = this.known.get(viewer);
    if (known !== undefined && (epoch < known.epoch || (epoch === known.epoch && revision < known.revision))) {
      const detail = `${viewer.user} went from ${known.epoch}.${known.revision} to ${epoch}.${revision}`;
      this.violate('told state never goes back', detail);
    }
    this.known.set(viewer, { epoch, revision });
  }
}
