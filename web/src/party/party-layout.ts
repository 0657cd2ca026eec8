// How the party's page is arranged right now: which panel shows beside the film, full screen, and what is open.
// One object per open party; nothing here knows of the server.

import { computed, effect, signal } from '@preact/signals';
import type { Party } from './party';

/** A panel beside the film. */
export type Panel = 'chat' | 'people' | 'sync';

/** The arrangement of one party's page, from construction to `close()`. */
export class PartyLayout {
  readonly panel = signal<Panel>('chat');
  readonly fullscreen = signal(false);
  readonly helpOpen = signal(false);
  /** Whether the side shows: beside the film until hidden, over a film in full screen when asked for. */
  readonly sideShown = computed(() => (this.fullscreen.value ? this.sideOverFilm.value : this.sideBesideFilm.value));
  /** Messages of others since the chat was last seen. */
  readonly unread = signal(0);

  private readonly sideBesideFilm = signal(true);
  private readonly sideOverFilm = signal(false);
  /** Whether the chat is in view. */
  readonly chatSeen = computed(() => this.sideShown.value && this.panel.value === 'chat');
  private readonly cleanups: (() => void)[];

  constructor(party: Party) {
    const onFullscreen = () => (this.fullscreen.value = document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', onFullscreen);
    this.cleanups = [
      () => document.removeEventListener('fullscreenchange', onFullscreen),
      party.connection.on('event', (event) => {
        const news = event.type === 'chat_message' && event.chat_message.user_id !== party.myId;
        if (news && !this.chatSeen.peek()) this.unread.value += 1;
      }),
      effect(() => {
        if (this.chatSeen.value) this.unread.value = 0;
      }),
    ];
  }

  /** Shows a panel, and the side if it was hidden. */
  show(panel: Panel): void {
    this.panel.value = panel;
    if (!this.sideShown.peek()) this.toggleSide();
  }

  toggleSide(): void {
    const side = this.fullscreen.peek() ? this.sideOverFilm : this.sideBesideFilm;
    side.value = !side.peek();
  }

  close(): void {
    for (const cleanup of this.cleanups.splice(0)) cleanup();
    if (document.fullscreenElement !== null) void document.exitFullscreen();
  }
}
