// What an `undo` would take back, as far as this page has seen: the last seek or skip since it came. What happened by itself
// is nothing to take back: the server keeps no change of its own, and a live stream that was moved to where it has something
// to show would only be moved there again.

import type { PartyConnection, ServerEvent } from '@matinee/sdk';
import { computed, signal, type ReadonlySignal } from '@preact/signals';

/** What undo does now, named by what was done. */
export type LastMove = 'seek' | 'skip' | 'undo';

/** Whether the film that plays has something to show at a position, in ms; read in a computation, it follows the film. */
export type IsThere = (positionMs: number) => boolean;

interface Move {
  kind: LastMove;
  /** Where an undo goes back to within this film, in ms; null where it leads to another film. */
  fromMs: number | null;
}

/** Listens to a connection from construction to `close()`. */
export class Undoable {
  /** Null when there is nothing to take back. */
  readonly last: ReadonlySignal<LastMove | null> = computed(() => {
    const move = this.move.value;
    return move === null || !this.leadsSomewhere(move) ? null : move.kind;
  });
  readonly close: () => void;

  private readonly move = signal<Move | null>(null);
  /** What played before the event at hand; choosing the first film is nothing one would undo. */
  private clipId: string | null = null;

  constructor(
    connection: PartyConnection,
    private readonly isThere: IsThere,
  ) {
    this.clipId = connection.state.playback?.clipId ?? null;
    this.close = connection.on('event', (event) => this.onEvent(event));
  }

  private onEvent(event: ServerEvent): void {
    const move = this.moveOf(event);
    // What leads nowhere already never will.
    if (move !== undefined) this.move.value = move !== null && this.leadsSomewhere(move) ? move : null;
    if (event.clip_id !== undefined) this.clipId = event.clip_id;
    // The server kept nothing to take back, for example because it was restarted.
    if (event.type === 'error' && event.code === 'CONFLICT') this.move.value = null;
  }

  /** Undefined where an event moves nothing, null where it moves the film in a way that is not taken back. */
  private moveOf(event: ServerEvent): Move | null | undefined {
    if (event.type !== 'seek' && event.type !== 'skip' && event.type !== 'undo') return undefined;
    if (event.type === 'skip' && this.clipId === null) return undefined;
    if (event.by === null) return null;
    if (event.type === 'seek') return { kind: 'seek', fromMs: event.from_ms ?? null };
    if (event.type === 'undo' && event.undone === 'seek') return { kind: 'undo', fromMs: event.from_ms };
    return { kind: event.type, fromMs: null };
  }

  private leadsSomewhere({ fromMs }: Move): boolean {
    return fromMs === null || this.isThere(fromMs);
  }
}

/** What the button that would undo it says. */
export function undoLabel(last: LastMove): string {
  return { seek: 'Undo the jump', skip: 'Undo the change of film', undo: 'Redo' }[last];
}
