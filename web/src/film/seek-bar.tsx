// Where the party is in the film, or is about to be; for those who control it, the way to move it. Seeks when a drag ends.

import { useSignal } from '@preact/signals';
import { clockText, spokenTime } from '../text';
import type { FilmActions } from './film-actions';
import { HeatLine } from './heat-line';
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
  const usable = actions.inControl;
  const durationMs = player.durationMs.value;
  const positionMs = actions.targetMs.value ?? player.positionMs.value;
  const share = (ms: number) => (durationMs > 0 ? Math.min(1, Math.max(0, ms / durationMs)) : 0);
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
          min={0}
          max={durationMs || 1}
          step={1000}
          value={positionMs}
          disabled={durationMs === 0}
          aria-label="Seek for everyone"
          aria-valuetext={spokenTime(positionMs)}
          onInput={(event) => actions.drag(Number(event.currentTarget.value))}
          onChange={(event) => actions.seekTo(Number(event.currentTarget.value))}
        />
      ) : (
        <progress class="visually-hidden" max={durationMs || 1} value={durationMs > 0 ? positionMs : 0} aria-label="Position in the film" />
      )}
      {hovered.value !== null && durationMs > 0 && (
        <output class="seek-bar-time" style={{ '--at': hovered.value }} aria-hidden="true">
          {clockText(hovered.value * durationMs)}
        </output>
      )}
    </div>
  );
}
