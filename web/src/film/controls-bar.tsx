// The bar under the picture: what moves the film for everyone, how well this screen keeps up, and what is one's own.

import type { Party } from '../party/party';
import type { PartyLayout } from '../party/party-layout';
import { SyncIndicator } from '../sync/sync-indicator';
import { clockText } from '../text';
import { BackIcon, ChatIcon, ForwardIcon, PauseIcon, PersonalPauseIcon, PlayIcon, UndoIcon } from '../ui/icons';
import { ControlButton } from '../ui/control-button';
import { CaptionsMenu } from './captions-menu';
import './controls-bar.css';
import type { Film } from './film';
import { LiveButton } from './live-button';
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
      <SeekBar player={player} actions={actions} heat={party.heat} />
      <media-control-bar class="controls-row" mediacontroller={controllerId}>
        <div class="controls-group">
          {party.canControl.value && <SharedControls party={party} film={film} />}
          <PersonalPause party={party} film={film} />
        </div>
        <span class="time">
          <Place film={film} />
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

/** Where the party is, or is about to be. */
function Place({ film }: { film: Film }) {
  const { player, actions } = film;
  const live = player.live.value;
  const positionMs = actions.targetMs.value ?? player.positionMs.value;
  if (live !== null) {
    return <LiveButton view={live} positionMs={live.tied ? positionMs : player.ownPositionMs()} actions={actions} />;
  }
  return (
    <>
      {clockText(positionMs)}
      {player.durationMs.value > 0 && <span class="time-total"> / {clockText(player.durationMs.value)}</span>}
    </>
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
  const playing = party.meantToPlay.value;
  return (
    <>
      <ControlButton
        label={playing ? 'Pause for everyone' : 'Play for everyone'}
        shortcut="K"
        main
        disabled={disabled}
        onClick={() => actions.togglePlaying()}
      >
        {playing ? <PauseIcon /> : <PlayIcon />}
      </ControlButton>
      <ControlButton
        label="Back 10 seconds for everyone"
        shortcut="J"
        disabled={!actions.canMove}
        onClick={() => actions.step(-stepSeconds)}
      >
        <BackIcon />
      </ControlButton>
      <ControlButton
        label="Forward 10 seconds for everyone"
        shortcut="L"
        disabled={!actions.canMove}
        onClick={() => actions.step(stepSeconds)}
      >
        <ForwardIcon />
      </ControlButton>
      {last !== null && (
        <ControlButton label={`${undoLabel(last)} for everyone`} shortcut="U" onClick={() => actions.undo()}>
          <UndoIcon redo={last === 'undo'} />
        </ControlButton>
      )}
    </>
  );
}

/** A viewer's main button; for those in control the smaller one beside theirs. */
function PersonalPause({ party, film }: GroupProps) {
  const { player, actions } = film;
  const away = player.onTheirOwn.value;
  const main = !party.canControl.value;
  return (
    <ControlButton
      label={away ? 'Back to the party' : 'Pause for me only'}
      shortcut="P"
      main={main}
      disabled={!away && !party.playing.value}
      onClick={() => actions.togglePersonalPause()}
    >
      {away ? <PlayIcon /> : main ? <PauseIcon /> : <PersonalPauseIcon />}
    </ControlButton>
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
