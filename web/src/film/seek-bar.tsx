// Where the party is in the film or in what is kept of a live stream, or is about to be; for those who control it, the way
// to move it. Seeks when a drag ends.

import { useSignal } from '@preact/signals';
import { clockText, spokenTime } from '../text';
import type { FilmActions } from './film-actions';
import { HeatLine } from './heat-line';
import { placeText, spokenPlace } from './live-place';
import type { Player } from './player';
import type { ReactionHeat } from './reaction-heat';
import './seek-bar.css';

interface SeekBarProps {
  player: Player;
  actions: FilmActions;
  heat: ReactionHeat;
}

export function SeekBar({ player, actions, heat }: SeekBarProps) {
  /** Under the pointer, as a share of the film; null while the pointer is elsewhere. */
  const hovered = useSignal<number | null>(null);
  const usable = actions.canMove;
  const durationMs = player.durationMs.value;
  const live = player.live.value;
  const { startMs, endMs } = live ?? { startMs: 0, endMs: durationMs };
  const lengthMs = endMs - startMs;
  const partyMs = live?.tied === false ? player.ownPositionMs() : player.positionMs.value;
  const positionMs = actions.targetMs.value ?? partyMs;
  const share = (ms: number) => (lengthMs > 0 ? Math.min(1, Math.max(0, (ms - startMs) / lengthMs)) : 0);
  const shown = (ms: number) => (live === null ? clockText(ms) : placeText(live, ms));
  const style = { '--played': share(positionMs), '--loaded': share(player.bufferedMs.value) };
  const onPointerMove = (event: PointerEvent) => {
    const { left, width } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    hovered.value = Math.min(1, Math.max(0, (event.clientX - left) / width));
  };
  return (
    <div
      class={usable ? 'seek-bar seek-bar-usable' : 'seek-bar'}
      style={style}
      onPointerMove={onPointerMove}
      onPointerLeave={() => (hovered.value = null)}
    >
      <HeatLine heat={heat} durationMs={durationMs} />
      {usable ? (
        <input
          type="range"
          min={startMs}
          max={lengthMs > 0 ? endMs : startMs + 1}
          step={live === null ? 1000 : 1}
          value={positionMs}
          disabled={lengthMs <= 0}
          aria-label="Seek for everyone"
          aria-valuetext={live === null ? spokenTime(positionMs) : spokenPlace(live, positionMs)}
          onInput={(event) => actions.drag(Number(event.currentTarget.value))}
          onChange={(event) => actions.seekTo(Number(event.currentTarget.value))}
        />
      ) : (
        <progress class="visually-hidden" max={1} value={share(positionMs)} aria-label="Position in the film" />
      )}
      {hovered.value !== null && lengthMs > 0 && (
        <output class="seek-bar-time" style={{ '--at': hovered.value }} aria-hidden="true">
          {shown(startMs + hovered.value * lengthMs)}
        </output>
      )}
    </div>
  );
}
