// What an `undo` would take back, as far as this page has seen: the last seek or skip since it came.

import type { PartyConnection, ServerEvent } from '@matinee/sdk';
import { signal } from '@preact/signals';

/** What undo does now, named by what was done. */
export type LastMove = 'seek' | 'skip' | 'undo';

/** Listens to a connection from construction to `close()`. */
export class Undoable {
  /** Null when nothing has been moved. */
  readonly last = signal<LastMove | null>(null);
  readonly close: () => void;

  /** What played before the event at hand; choosing the first film is nothing one would undo. */
  private clipId: string | null = null;

  constructor(connection: PartyConnection) {
    this.clipId = connection.state.playback?.clipId ?? null;
    this.close = connection.on('event', (event) => this.onEvent(event));
  }

  private onEvent(event: ServerEvent): void {
    const firstFilm = event.type === 'skip' && this.clipId === null;
    if (event.type === 'seek' || event.type === 'undo' || (event.type === 'skip' && !firstFilm)) this.last.value = event.type;
    if (event.clip_id !== undefined) this.clipId = event.clip_id;
    // The server kept nothing to take back, for example because it was restarted.
    if (event.type === 'error' && event.code === 'CONFLICT') this.last.value = null;
  }
}

/** What the button that would undo it says. */
export function undoLabel(last: LastMove): string {
  return { seek: 'Undo the jump', skip: 'Undo the change of film', undo: 'Redo' }[last];
}
