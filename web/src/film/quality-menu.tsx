// The picture quality of a stream, for this screen only. Plain files have none to choose.

import { GearIcon } from '../ui/icons';
import { Menu } from '../ui/menu';
import { automatic, type FilmSource, type Quality } from './film-source';

function qualityText({ height, bitrate }: Quality): string {
  return height > 0 ? `${height}p` : megabits(bitrate);
}

function megabits(bitrate: number): string {
  return `${(bitrate / 1e6).toFixed(1)} Mbit/s`;
}

export function QualityMenu({ source }: { source: FilmSource }) {
  const qualities = source.qualities.value;
  if (qualities.length < 2) return null;
  const playing = source.playingQuality.value;
  const chosen = source.chosenLevel.value;
  const auto = {
    key: 'auto',
    label: 'Automatic',
    ...(chosen === automatic && playing !== null ? { detail: `now ${qualityText(playing)}` } : {}),
    checked: chosen === automatic,
    choose: () => source.chooseQuality(automatic),
  };
  const levels = qualities.map((quality) => ({
    key: String(quality.level),
    label: qualityText(quality),
    detail: megabits(quality.bitrate),
    checked: chosen === quality.level,
    choose: () => source.chooseQuality(quality.level),
  }));
  return (
    <Menu label="Quality for me" choices={[auto, ...levels]}>
      <GearIcon />
    </Menu>
  );
}
