// The bar under the picture: playback for those who control it, sync status, volume and full screen for everyone.
// Keys work while the focus is inside the film: space or K, left and right, M, F.

import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { clockText } from '../text';
import { BackIcon, ForwardIcon, FullscreenIcon, PauseIcon, PlayIcon } from '../ui/icons';
import type { Party } from './party';
import type { Player } from './player';
import { SeekBar } from './seek-bar';
import { SyncIndicator } from './sync-indicator';
import { toggleMuted, VolumeControl } from './volume-control';

/** How far the back and forward buttons and the arrow keys move, in ms. */
const stepMs = 10_000;

interface ControlsBarProps {
  party: Party;
  player: Player;
  video: RefObject<HTMLVideoElement>;
  section: RefObject<HTMLElement>;
}

export function ControlsBar({ party, player, video, section }: ControlsBarProps) {
  const usable = party.canControl.value && party.clipId.value !== null;
  const actions = actionsOf(party, player, video, section);
  useKeys(section, actions, () => party.canControl.peek() && party.clipId.peek() !== null);
  return (
    <div class="controls">
      <SeekBar player={player} usable={usable} seek={actions.seekTo} />
      <div class="controls-row">
        {party.canControl.value && (
          <div class="controls-group">
            <button
              type="button"
              class="control control-main"
              disabled={!usable}
              onClick={actions.togglePlaying}
              aria-label={party.playing.value ? 'Pause for everyone' : 'Play for everyone'}
            >
              {party.playing.value ? <PauseIcon /> : <PlayIcon />}
            </button>
            <button
              type="button"
              class="control"
              disabled={!usable}
              onClick={() => actions.step(-stepMs)}
              aria-label="Back 10 seconds for everyone"
            >
              <BackIcon />
            </button>
            <button
              type="button"
              class="control"
              disabled={!usable}
              onClick={() => actions.step(stepMs)}
              aria-label="Forward 10 seconds for everyone"
            >
              <ForwardIcon />
            </button>
          </div>
        )}
        <span class="time">
          {clockText(player.positionMs.value)}
          {player.durationMs.value > 0 && <span class="time-total"> / {clockText(player.durationMs.value)}</span>}
        </span>
        <SyncIndicator party={party} player={player} />
        <div class="controls-group controls-end">
          <VolumeControl video={video} />
          <button type="button" class="control" onClick={actions.toggleFullscreen} aria-label="Full screen">
            <FullscreenIcon />
          </button>
        </div>
      </div>
    </div>
  );
}

type Actions = ReturnType<typeof actionsOf>;

function actionsOf(party: Party, player: Player, video: ControlsBarProps['video'], section: ControlsBarProps['section']) {
  const seekTo = (positionMs: number) => {
    const lastMs = player.durationMs.peek() || Number.POSITIVE_INFINITY;
    party.send({ type: 'seek', position: Math.max(0, Math.min(positionMs, lastMs)) / 1000 });
  };
  return {
    seekTo,
    step: (ms: number) => seekTo((party.connection.positionNowMs() ?? 0) + ms),
    togglePlaying: () => party.send({ type: party.playing.peek() ? 'pause' : 'play' }),
    toggleMuted: () => toggleMuted(video.current),
    toggleFullscreen: () => {
      const change = document.fullscreenElement ? document.exitFullscreen() : section.current?.requestFullscreen();
      change?.catch(() => undefined);
    },
  };
}

function useKeys(section: RefObject<HTMLElement>, actions: Actions, mayControl: () => boolean): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const onButton = event.target instanceof HTMLButtonElement;
      const onRange = event.target instanceof HTMLInputElement;
      const act = actionOfKey(event.key, { actions, mayControl: mayControl(), onButton, onRange });
      if (act === null) return;
      event.preventDefault();
      act();
    };
    const element = section.current;
    element?.addEventListener('keydown', onKey);
    return () => element?.removeEventListener('keydown', onKey);
  });
}

interface KeyContext {
  actions: Actions;
  mayControl: boolean;
  onButton: boolean;
  onRange: boolean;
}

function actionOfKey(key: string, { actions, mayControl, onButton, onRange }: KeyContext): (() => void) | null {
  switch (key.toLowerCase()) {
    case ' ':
      return mayControl && !onButton ? actions.togglePlaying : null;
    case 'k':
      return mayControl ? actions.togglePlaying : null;
    case 'arrowleft':
      return mayControl && !onRange ? () => actions.step(-stepMs) : null;
    case 'arrowright':
      return mayControl && !onRange ? () => actions.step(stepMs) : null;
    case 'm':
      return actions.toggleMuted;
    case 'f':
      return actions.toggleFullscreen;
    default:
      return null;
  }
}
