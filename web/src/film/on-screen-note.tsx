// A word over the picture about what a key or a button just did, gone after a moment.

import { signal } from '@preact/signals';
import './on-screen-note.css';

/** How long a note stays, in ms: time to read six words. */
const shownMs = 1600;

/** The one note over a film. */
export class OnScreenNote {
  readonly text = signal('');
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Shows a note in place of the one before. */
  show(text: string): void {
    this.text.value = text;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.text.value = ''), shownMs);
  }

  close(): void {
    clearTimeout(this.timer);
  }
}

export function OnScreenNoteView({ note }: { note: OnScreenNote }) {
  return (
    <div class="on-screen-note" role="status">
      {note.text.value !== '' && <span>{note.text.value}</span>}
    </div>
  );
}
