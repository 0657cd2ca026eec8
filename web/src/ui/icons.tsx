// The icons, drawn with strokes in the colour of their text. Decoration only: every control carries its own label.

import type { ComponentChildren } from 'preact';

function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export const PlayIcon = () => (
  <Icon>
    <path class="icon-solid" d="M8 5.500v13l11-6.500z" />
  </Icon>
);
export const PauseIcon = () => (
  <Icon>
    <path class="icon-solid" d="M7 5h3.600v14H7zM13.400 5H17v14h-3.600z" />
  </Icon>
);
export const BackIcon = () => (
  <Icon>
    <path d="M5 12a7.500 7.500 0 1 0 2.600-5.700M5 4v4h4" />
  </Icon>
);
export const ForwardIcon = () => (
  <Icon>
    <path d="M19 12a7.500 7.500 0 1 1-2.600-5.700M19 4v4h-4" />
  </Icon>
);
export const SoundIcon = () => (
  <Icon>
    <path class="icon-solid" d="M4 9.500v5h3.500L12 18.500v-13L7.500 9.500z" />
    <path d="M15.500 9a4 4 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11" />
  </Icon>
);
export const MutedIcon = () => (
  <Icon>
    <path class="icon-solid" d="M4 9.500v5h3.500L12 18.500v-13L7.500 9.500z" />
    <path d="M16 9.500l5 5M21 9.500l-5 5" />
  </Icon>
);
export const FullscreenIcon = () => (
  <Icon>
    <path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5" />
  </Icon>
);
export const CopyIcon = () => (
  <Icon>
    <path d="M9 9h10v11H9zM5 15V4h10" />
  </Icon>
);
export const CheckIcon = () => (
  <Icon>
    <path d="M5 12.500l4.500 4.500L19 7.500" />
  </Icon>
);
export const MoreIcon = () => (
  <Icon>
    <path class="icon-solid" d="M12 7.500a1.700 1.700 0 1 0 0-.1zM12 13.700a1.700 1.700 0 1 0 0-.1zM12 19.900a1.700 1.700 0 1 0 0-.1z" />
  </Icon>
);
export const FilmIcon = () => (
  <Icon>
    <path d="M4 5h16v14H4zM8 5v14M16 5v14M4 9.700h4M4 14.300h4M16 9.700h4M16 14.300h4" />
  </Icon>
);
