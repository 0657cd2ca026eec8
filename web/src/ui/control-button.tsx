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
      onKeyDown={ignoreRepeats}
      aria-label={label}
      title={shortcut === undefined ? label : `${label} (${shortcut})`}
    >
      {children}
    </button>
  );
}

/** A held Enter would click again and again, a held space bar clicks once. */
function ignoreRepeats(event: KeyboardEvent): void {
  if (event.repeat && event.key === 'Enter') event.preventDefault();
}
