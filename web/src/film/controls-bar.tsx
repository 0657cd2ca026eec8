// The bar under the picture: what moves the film for everyone, how well this screen keeps up, and what is one's own.

import type { Party } from '../party/party';
import type { PartyLayout } from '../party/party-layout';
import { SyncIndicator } from '../sync/sync-indicator';
import { clockText } from '../text';
import { BackIcon, ChatIcon, ForwardIcon, PauseIcon, PersonalPauseIcon, PlayIcon, UndoIcon } from '../ui/icons';
import { CaptionsMenu } from './captions-menu';
import './controls-bar.css';
import type { Film } from './film';
import { controllerId } from './media-chrome';
import { QualityMenu } from './quality-menu';
import { RateMenu } from './rate-menu';
import { SeekBar } from './seek-bar';
import { undoLabel } from './undoable';

/** How far the back and forward buttons move, in s. */
const stepSeconds = 10;

interface ControlsBarProps {
  party: Party;
  layout: PartyLayout;
  film: Film;
}

export function ControlsBar({ party, layout, film }: ControlsBarProps) {
  const { player, actions } = film;
  return (
    <div class="controls">
      <SeekBar player={player} usable={actions.inControl} seek={(positionMs) => actions.seekTo(positionMs)} />
      <media-control-bar class="controls-row" mediacontroller={controllerId}>
        <div class="controls-group">
          {party.canControl.value && <SharedControls party={party} film={film} />}
          <PersonalPause party={party} film={film} />
        </div>
        <span class="time">
          {clockText(player.positionMs.value)}
          {player.durationMs.value > 0 && <span class="time-total"> / {clockText(player.durationMs.value)}</span>}
        </span>
        <SyncIndicator party={party} player={player} open={() => layout.show('sync')} />
        <div class="controls-group controls-end">
          <media-mute-button notooltip />
          <media-volume-range class="volume" />
          <RateMenu party={party} actions={actions} />
          <CaptionsMenu player={player} />
          <QualityMenu source={player.source} />
          <SideToggle layout={layout} />
          <media-pip-button notooltip />
          <media-fullscreen-button notooltip />
        </div>
      </media-control-bar>
    </div>
  );
}

interface GroupProps {
  party: Party;
  film: Film;
}

/** What acts for everyone. */
function SharedControls({ party, film }: GroupProps) {
  const { actions, undoable } = film;
  const disabled = !actions.inControl;
  const last = undoable.last.value;
  const playing = party.playing.value;
  return (
    <>
      <button
        type="button"
        class="control control-main"
        disabled={disabled}
        onClick={() => actions.togglePlaying()}
        aria-label={playing ? 'Pause for everyone' : 'Play for everyone'}
        title={playing ? 'Pause for everyone (K)' : 'Play for everyone (K)'}
      >
        {playing ? <PauseIcon /> : <PlayIcon />}
      </button>
      <button
        type="button"
        class="control"
        disabled={disabled}
        onClick={() => actions.step(-stepSeconds)}
        aria-label="Back 10 seconds for everyone"
        title="Back 10 s for everyone (J)"
      >
        <BackIcon />
      </button>
      <button
        type="button"
        class="control"
        disabled={disabled}
        onClick={() => actions.step(stepSeconds)}
        aria-label="Forward 10 seconds for everyone"
        title="Forward 10 s for everyone (L)"
      >
        <ForwardIcon />
      </button>
      {last !== null && (
        <button
          type="button"
          class="control"
          onClick={() => actions.undo()}
          aria-label={`${undoLabel(last)} for everyone`}
          title={`${undoLabel(last)} for everyone (U)`}
        >
          <UndoIcon redo={last === 'undo'} />
        </button>
      )}
    </>
  );
}

/** A viewer's main button; for those in control the smaller one beside theirs. */
function PersonalPause({ party, film }: GroupProps) {
  const { player, actions } = film;
  const away = player.onTheirOwn.value;
  const label = away ? 'Back to the party' : 'Pause for me only';
  const main = !party.canControl.value;
  return (
    <button
      type="button"
      class={main ? 'control control-main' : 'control'}
      disabled={!away && !party.playing.value}
      onClick={() => actions.togglePersonalPause()}
      aria-label={label}
      title={`${label} (P)`}
    >
      {away ? <PlayIcon /> : main ? <PauseIcon /> : <PersonalPauseIcon />}
    </button>
  );
}

/** Shows and hides the chat beside the film, or over it in full screen. */
function SideToggle({ layout }: { layout: PartyLayout }) {
  const shown = layout.sideShown.value;
  const unread = layout.unread.value;
  return (
    <button
      type="button"
      class="control side-toggle"
      aria-expanded={shown}
      aria-controls="party-side"
      aria-label={shown ? 'Hide chat and people' : unread > 0 ? `Show chat and people, ${unread} unread` : 'Show chat and people'}
      title={shown ? 'Hide chat and people (T)' : 'Show chat and people (T)'}
      onClick={() => layout.toggleSide()}
    >
      <ChatIcon />
      {!shown && unread > 0 && (
        <span class="side-toggle-count" aria-hidden="true">
          {unread > 9 ? '9+' : unread}
        </span>
      )}
    </button>
  );
}
