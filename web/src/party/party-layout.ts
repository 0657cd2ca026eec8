// How the party's page is arranged right now: which panel shows beside the film, full screen, and what is open.
// One object per open party; nothing here knows of the server.

import { computed, effect, signal } from '@preact/signals';
import type { Party } from './party';

/** A panel beside the film. */
export type Panel = 'chat' | 'queue' | 'people' | 'sync';

/** A phone on its side: what the style sheets beside the components ask for, too. */
const lowWindow = '(min-width: 601px) and (max-height: 500px)';

/** The arrangement of one party's page, from construction to `close()`. */
export class PartyLayout {
  readonly panel = signal<Panel>('chat');
  readonly fullscreen = signal(false);
  readonly helpOpen = signal(false);
  /** Whether the controls lie over the picture: there is no room for both. */
  readonly controlsOver = computed(() => this.fullscreen.value || this.low.value);
  /** Whether the side shows: beside the film until hidden, over a film in full screen when asked for. */
  readonly sideShown = computed(() => (this.fullscreen.value ? this.sideOverFilm.value : this.sideBesideFilm.value));
  /** Messages of others since the chat was last seen. */
  readonly unread = signal(0);

  private readonly low = signal(false);
  private readonly sideBesideFilm = signal(true);
  private readonly sideOverFilm = signal(false);
  /** Whether the chat is in view. */
  readonly chatSeen = computed(() => this.sideShown.value && this.panel.value === 'chat');
  private readonly cleanups: (() => void)[];

  constructor(party: Party) {
    const onFullscreen = () => (this.fullscreen.value = document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', onFullscreen);
    const low = matchMedia(lowWindow);
    const onLow = () => (this.low.value = low.matches);
    low.addEventListener('change', onLow);
    onLow();
    this.cleanups = [
      () => document.removeEventListener('fullscreenchange', onFullscreen),
      () => low.removeEventListener('change', onLow),
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
