// This person's own volume; nobody else hears of it.

import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { MutedIcon, SoundIcon } from '../ui/icons';

/** Mutes, or turns the sound on again. */
export function toggleMuted(video: HTMLVideoElement | null): void {
  if (video !== null) video.muted = !video.muted;
}

export function VolumeControl({ video }: { video: RefObject<HTMLVideoElement> }) {
  const volume = useSignal(1);
  const muted = useSignal(false);
  useEffect(() => {
    const element = video.current;
    const read = () => {
      volume.value = element?.volume ?? 1;
      muted.value = element?.muted ?? false;
    };
    read();
    element?.addEventListener('volumechange', read);
    return () => element?.removeEventListener('volumechange', read);
  }, []);
  const onInput = (event: InputEvent) => {
    const element = video.current;
    if (element === null) return;
    element.volume = Number((event.currentTarget as HTMLInputElement).value) / 100;
    element.muted = element.volume === 0;
  };
  const silent = muted.value || volume.value === 0;
  return (
    <>
      <button
        type="button"
        class="control"
        onClick={() => toggleMuted(video.current)}
        aria-label={muted.value ? 'Unmute' : 'Mute'}
      >
        {silent ? <MutedIcon /> : <SoundIcon />}
      </button>
      <input
        class="volume"
        type="range"
        min={0}
        max={100}
        step={5}
        value={silent ? 0 : Math.round(volume.value * 100)}
        aria-label="Volume"
        onInput={onInput}
      />
    </>
  );
}
