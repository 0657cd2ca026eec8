// A round or square button that shows an icon and says what it does, and which key does the same.

import type { ComponentChildren } from 'preact';

interface ControlButtonProps {
  label: string;
  /** The keyboard shortcut, as written on the key. */
  shortcut?: string;
  /** True for the one thing people come for. */
  main?: boolean;
  disabled?: boolean;
  onClick: () => void;
  /** The icon. */
  children: ComponentChildren;
}

export function ControlButton({ label, shortcut, main = false, disabled = false, onClick, children }: ControlButtonProps) {
  return (
    <button
      type="button"
      class={main ? 'control control-main' : 'control'}
      disabled={disabled}
      onClick={onClick}
      aria-label={label}
      title={shortcut === undefined ? label : `${label} (${shortcut})`}
    >
      {children}
    </button>
  );
}
