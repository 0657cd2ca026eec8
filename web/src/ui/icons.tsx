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
export const CloseIcon = () => (
  <Icon>
    <path d="M6 6l12 12M18 6L6 18" />
  </Icon>
);
export const FilmIcon = () => (
  <Icon>
    <path d="M4 5h16v14H4zM8 5v14M16 5v14M4 9.700h4M4 14.300h4M16 9.700h4M16 14.300h4" />
  </Icon>
);
export const UndoIcon = ({ redo }: { redo: boolean }) => (
  <Icon>
    <path d={redo ? 'M15 5l4.500 4.500L15 14M19 9.500H9.500a5 5 0 0 0 0 10H13' : 'M9 5L4.500 9.500 9 14M5 9.500h9.500a5 5 0 0 1 0 10H11'} />
  </Icon>
);
export const PersonalPauseIcon = () => (
  <Icon>
    <path d="M8.500 10.500a3.200 3.200 0 1 0 0-6.400 3.200 3.200 0 0 0 0 6.400zM2.500 19.500c.4-3.600 2.700-5.700 6-5.700 1.300 0 2.500.3 3.400 1M16 13v7M20.500 13v7" />
  </Icon>
);
export const CaptionsIcon = ({ on }: { on: boolean }) => (
  <Icon>
    <path d="M3.500 5.500h17v13h-17zM10.500 10.700a2 2 0 1 0 0 2.600M17 10.700a2 2 0 1 0 0 2.600" />
    {on && <path d="M3.500 22h17" />}
  </Icon>
);
export const GearIcon = () => (
  <Icon>
    <path d="M12 15.200a3.200 3.200 0 1 0 0-6.400 3.200 3.200 0 0 0 0 6.400zM12 3v3M12 18v3M3 12h3M18 12h3M5.600 5.600l2.200 2.200M16.200 16.200l2.200 2.200M5.600 18.400l2.200-2.200M16.200 7.800l2.200-2.200" />
  </Icon>
);
export const ChatIcon = () => (
  <Icon>
    <path d="M4 5h16v11H11l-4.500 4V16H4zM8 9.500h8M8 12.500h5" />
  </Icon>
);
export const NoSpoilersIcon = () => (
  <Icon>
    <path d="M4 4l16 16M9.500 5.800A9 9 0 0 1 12 5.500c4.500 0 7.800 2.800 9.500 6.500a11 11 0 0 1-2.900 3.900M6.200 7.600A11.500 11.500 0 0 0 2.500 12c1.700 3.700 5 6.500 9.500 6.500 1.600 0 3-.3 4.300-1M10 10.200a2.700 2.700 0 0 0 3.800 3.800" />
  </Icon>
);
export const KeyboardIcon = () => (
  <Icon>
    <path d="M2.500 6.500h19v11h-19zM6 10h.01M9 10h.01M12 10h.01M15 10h.01M18 10h.01M6 14h.01M9 14h6M18 14h.01" />
  </Icon>
);
export const ResyncIcon = () => (
  <Icon>
    <path d="M19.500 11a7.500 7.500 0 0 0-13.200-3.700L4 9.500M4 4.500v5h5M4.500 13a7.500 7.500 0 0 0 13.200 3.700l2.300-2.200M20 19.500v-5h-5" />
  </Icon>
);
