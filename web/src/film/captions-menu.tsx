// Captions for this screen: what the film brings, and a file of one's own.

import { useRef } from 'preact/hooks';
import { CaptionsIcon } from '../ui/icons';
import { Menu } from '../ui/menu';
import { notify } from '../ui/notices';
import { SubtitlesError } from './captions';
import type { Player } from './player';

export function CaptionsMenu({ player }: { player: Player }) {
  const { captions } = player;
  const input = useRef<HTMLInputElement>(null);
  const showing = captions.showing.value;
  const tracks = captions.tracks.value;
  const off = { key: 'off', label: 'Off', checked: showing === null, choose: () => captions.choose(null) };
  const choices = tracks.map(({ track, label }, index) => ({
    key: String(index),
    label,
    checked: track === showing,
    choose: () => captions.choose(track),
  }));
  const addFile = async () => {
    const file = input.current?.files?.[0];
    if (file === undefined || input.current === null) return;
    input.current.value = ''; // the same file may be chosen again
    await captions.addFile(file).then(
      () => player.note.show('Captions on'),
      (error: unknown) => notify(error instanceof SubtitlesError ? error.message : 'The file could not be read.', 'problem'),
    );
  };
  return (
    <>
      <Menu
        label="Captions for me"
        choices={tracks.length === 0 ? [] : [off, ...choices]}
        actions={[{ label: 'Add a file (.vtt, .srt)…', act: () => input.current?.click() }]}
        {...(tracks.length === 0 ? { note: 'This film brings no captions.' } : {})}
      >
        <CaptionsIcon on={showing !== null} />
      </Menu>
      <input
        ref={input}
        type="file"
        accept=".vtt,.srt,text/vtt,application/x-subrip"
        hidden
        aria-label="Captions file"
        onChange={() => void addFile()}
      />
    </>
  );
}
