// Listens to the keyboard while a party is open.

import type { Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { PartyLayout } from '../party/party-layout';
import type { Film } from './film';
import { belongsToFocus, shortcutOf } from './shortcuts';

export function useShortcuts(film: Signal<Film | null>, layout: PartyLayout): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const actions = film.peek()?.actions;
      if (actions === undefined || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      // Behind a shadow root the event's own target is only its host.
      const focused = event.composedPath()[0];
      if (focused instanceof Element && belongsToFocus(event.key, focused)) return;
      const shortcut = shortcutOf(event.key);
      if (shortcut === null) return;
      event.preventDefault();
      if (event.repeat && shortcut.repeats !== true) return;
      shortcut.run({ actions, layout }, event.key.toLowerCase());
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [film, layout]);
}
