// Where the party is in a live stream, and the way to where the stream is now: for everyone by those who control the
// party, for oneself where nothing ties the screens together.

import type { LiveView } from '@matinee/sdk';
import type { FilmActions } from './film-actions';
import './live-button.css';
import { behindMs, placeText, spokenPlace } from './live-place';

interface LiveButtonProps {
  view: LiveView;
  /** In ms: the party's, or this screen's where nothing ties them. */
  positionMs: number;
  actions: FilmActions;
}

export function LiveButton({ view, positionMs, actions }: LiveButtonProps) {
  const isLive = !view.ended && behindMs(view, positionMs) === 0;
  const usable = !view.ended && !isLive && (view.tied ? actions.inControl : true);
  const label = view.tied ? 'Go live for everyone' : 'Go live for me';
  return (
    <span class="live-place">
      {!isLive && <span title={spokenPlace(view, positionMs)}>{placeText(view, positionMs)}</span>}
      {usable ? (
        <button type="button" class="live-button" aria-label={label} title={label} onClick={() => actions.goLive()}>
          LIVE
        </button>
      ) : (
        <span class={isLive ? 'live-mark live-mark-now' : 'live-mark'} title={view.ended ? 'The stream has ended' : spokenPlace(view, positionMs)}>
          {view.ended ? 'ENDED' : 'LIVE'}
        </span>
      )}
    </span>
  );
}
