// The personal offset: this screen plays a little earlier or later than the party, since Bluetooth and televisions are
// late. Kept on this device.

import type { Player } from '../film/player';
import './audio-offset.css';

/** The range of the slider and its step, in ms. */
const mostMs = 500;
const stepMs = 10;

export function AudioOffset({ player }: { player: Player }) {
  const offsetMs = player.audioOffsetMs.value;
  const set = (ms: number) => player.setAudioOffset(Math.max(-mostMs, Math.min(mostMs, ms)));
  return (
    <div class="audio-offset" role="group" aria-labelledby="audio-offset-title">
      <h3 id="audio-offset-title">Offset for late sound</h3>
      <p class="hint">
        With Bluetooth headphones or a television, sound comes late. Play this much earlier than the party, only here, until
        you hear what the others hear.
      </p>
      <div class="audio-offset-row">
        <button type="button" class="control control-small" aria-label="10 ms later" onClick={() => set(offsetMs - stepMs)}>
          −
        </button>
        <input
          type="range"
          min={-mostMs}
          max={mostMs}
          step={stepMs}
          value={offsetMs}
          aria-label="Offset for late sound"
          aria-valuetext={offsetText(offsetMs)}
          onInput={(event) => set(Number(event.currentTarget.value))}
        />
        <button type="button" class="control control-small" aria-label="10 ms earlier" onClick={() => set(offsetMs + stepMs)}>
          +
        </button>
      </div>
      <div class="audio-offset-row">
        <output>{offsetText(offsetMs)}</output>
        {offsetMs !== 0 && (
          <button type="button" class="button button-small" onClick={() => set(0)}>
            No offset
          </button>
        )}
      </div>
    </div>
  );
}

/** `150 ms earlier`, `with the party`. */
export function offsetText(offsetMs: number): string {
  if (offsetMs === 0) return 'With the party';
  return `${Math.abs(offsetMs)} ms ${offsetMs > 0 ? 'earlier' : 'later'}`;
}
