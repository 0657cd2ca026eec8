// Where the party is in the film; for those who control it, the way to move it. Sends one seek when a drag ends.

import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { spokenTime } from '../text';
import type { Player } from './player';

/** Key presses in a row become one seek. */
const settleMs = 250;

interface SeekBarProps {
  player: Player;
  usable: boolean;
  seek: (positionMs: number) => void;
}

export function SeekBar({ player, usable, seek }: SeekBarProps) {
  const wanted = useSignal<number | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const durationMs = player.durationMs.value;
  const positionMs = wanted.value ?? player.positionMs.value;
  if (!usable) {
    return <progress class="seek-bar" max={durationMs || 1} value={durationMs > 0 ? positionMs : 0} aria-label="Position in the film" />;
  }
  const onInput = (event: InputEvent) => {
    clearTimeout(timer.current);
    wanted.value = Number((event.currentTarget as HTMLInputElement).value);
  };
  const onChange = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (wanted.value !== null) seek(wanted.value);
      wanted.value = null;
    }, settleMs);
  };
  return (
    <input
      class="seek-bar"
      type="range"
      min={0}
      max={durationMs || 1}
      step={1000}
      value={positionMs}
      disabled={durationMs === 0}
      aria-label="Seek for everyone"
      aria-valuetext={spokenTime(positionMs)}
      onInput={onInput}
      onChange={onChange}
    />
  );
}
