// The picture with its controls, and what lies over the picture. The controls stand below the picture; in full screen
// they lie over it and hide with the pointer.

import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Party } from '../party/party';
import type { PartyLayout } from '../party/party-layout';
import { ControlsBar } from './controls-bar';
import { Film } from './film';
import { FloatingReactions } from './floating-reactions';
import { controllerId, type MediaController } from './media-chrome';
import { OnScreenNoteView } from './on-screen-note';
import { Overlay } from './overlay';
import { PictureClicks } from './picture-clicks';
import './screen.css';
import { useShortcuts } from './use-shortcuts';

/** How long controls stay in full screen after the pointer rests, in s. */
const autohideSeconds = '3';

interface ScreenProps {
  party: Party;
  layout: PartyLayout;
  /** Set while the film is on the page. */
  film: Signal<Film | null>;
  /** Notices of the room at the picture's upper edge. */
  children?: ComponentChildren;
}

export function Screen({ party, layout, film, children }: ScreenProps) {
  const video = useRef<HTMLVideoElement>(null);
  const controller = useRef<MediaController>(null);
  useEffect(() => {
    if (video.current === null || controller.current === null) return;
    // The whole page goes full screen, so that chat, menus and dialogs stay usable over the film.
    controller.current.fullscreenElement = document.documentElement;
    const opened = new Film(party, video.current, controller.current);
    film.value = opened;
    return () => {
      film.value = null;
      opened.close();
    };
  }, [party]);
  useShortcuts(film, layout);
  const clicks = useMemo(() => new PictureClicks(() => film.peek()?.actions ?? null), [film]);
  useEffect(() => () => clicks.close(), [clicks]);
  const open = film.value;
  return (
    <section class="screen dark-room" aria-label="Film">
      <div class="picture">
        <media-controller
          id={controllerId}
          ref={controller}
          autohide={autohideSeconds}
          gesturesdisabled
          nohotkeys
          nosubtitleslangpref
          onPointerDown={clicks.onPointerDown}
          onClick={clicks.onClick}
          onDblClick={clicks.onDoubleClick}
        >
          <video slot="media" ref={video} playsInline preload="auto" aria-label={party.clip.value?.title ?? 'No film'} />
        </media-controller>
        <FloatingReactions floating={party.floating} />
        {open !== null && <OnScreenNoteView note={open.player.note} />}
        {open !== null && <Overlay party={party} film={open} />}
        <div class="picture-notices">{children}</div>
      </div>
      {open !== null && <ControlsBar party={party} layout={layout} film={open} />}
    </section>
  );
}
