// Keeps the focus on an item that somebody moves with the keyboard: where the list is put in order anew, the browser may
// drop it. Only for what was just asked for: an item that comes up later, when a film ends, must not draw the focus.

/** The server answers a move within this time, in ms, or the focus is let go. */
const answeredWithinMs = 2000;

export class MovedFocus {
  private last: { itemId: string; focused: { focus(): void }; moves: number; untilMs: number } | null = null;

  /** Somebody asked for the item to be moved, with the focus on `focused`. */
  moved(itemId: string, focused: { focus(): void }): void {
    const before = this.last?.itemId === itemId ? this.last.moves : 0;
    this.last = { itemId, focused, moves: before + 1, untilMs: performance.now() + answeredWithinMs };
  }

  /** The item has got another place. `free`: nothing has the focus. */
  settle(itemId: string, free: boolean): void {
    const { last } = this;
    if (last === null || last.itemId !== itemId) return;
    if (--last.moves === 0) this.last = null;
    if (free && performance.now() < last.untilMs) last.focused.focus();
  }
}
