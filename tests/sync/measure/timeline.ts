// Where the party really was at any time, from the events of a connection that no link disturbs. Pure bookkeeping on
// server time in ms.

/** The members of an event that say where the party is. */
export interface PlaybackEvent {
  type: string;
  clip_id: string | null;
  position_ms: number;
  server_time_ms: number;
  effective_at_ms?: number | null;
  is_playing: boolean;
  rate?: number;
  revision: number;
  epoch: number;
}

/** A stretch of playback: from `fromMs` (server time) on the party stands at `positionMs`, from `movesAtMs` it moves. */
export interface Stretch {
  fromMs: number;
  movesAtMs: number;
  positionMs: number;
  playing: boolean;
  rate: number;
}

/** The party's playback over a whole run. */
export class Timeline {
  private readonly stretches: Stretch[] = [];
  private revision = -1;
  private epoch = -1;

  /** Takes the first event of each revision; the others say the same. Returns whether this one was news. */
  add(event: PlaybackEvent): boolean {
    if (typeof event.revision !== 'number') return false;
    if (event.epoch === this.epoch && event.revision <= this.revision) return false;
    this.epoch = event.epoch;
    this.revision = event.revision;
    this.stretches.push({
      fromMs: event.server_time_ms,
      movesAtMs: Math.max(event.server_time_ms, event.effective_at_ms ?? 0),
      positionMs: event.position_ms,
      playing: event.is_playing,
      rate: event.rate ?? 1,
    });
    return true;
  }

  get latest(): Stretch | undefined {
    return this.stretches.at(-1);
  }

  /** The stretch in force at a server time; undefined before the first event. */
  at(serverMs: number): Stretch | undefined {
    for (let index = this.stretches.length - 1; index >= 0; --index) {
      const stretch = this.stretches[index]!;
      if (stretch.fromMs <= serverMs) return stretch;
    }
    return undefined;
  }

  /** Where the party stands at a server time, in ms into the film; NaN before the first event. */
  positionMs(serverMs: number): number {
    const stretch = this.at(serverMs);
    return stretch === undefined ? Number.NaN : positionIn(stretch, serverMs);
  }
}

/** Where a stretch stands at a server time, in ms into the film. */
export function positionIn(stretch: Stretch, serverMs: number): number {
  const movedMs = stretch.playing ? Math.max(0, serverMs - stretch.movesAtMs) : 0;
  return stretch.positionMs + movedMs * stretch.rate;
}
