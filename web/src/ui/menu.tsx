// A button that opens a small menu of choices above it; on a phone a sheet at the bottom. Uses the browser's popover,
// so that it closes like one and lies above a film in full screen.

import type { ComponentChildren } from 'preact';
import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import { ActionItems, type MenuAction } from './action-menu';
import './menu.css';
import { itemsOf, moveFocus, placeAt } from './popup';

/** One of several things of which one holds. */
export interface MenuChoice {
  key: string;
  label: string;
  /** A smaller second line. */
  detail?: string;
  checked: boolean;
  choose: () => void;
}

interface MenuProps {
  /** The button's name, and the menu's. */
  label: string;
  /** What is chosen, where the button shows it. */
  value?: string;
  /** What the button shows. */
  children: ComponentChildren;
  choices: readonly MenuChoice[];
  /** What there is to do besides, below the choices. */
  actions?: readonly MenuAction[];
  /** A sentence above the choices. */
  note?: string;
  disabled?: boolean;
}

export function Menu({ label, value, children, choices, actions = [], note, disabled = false }: MenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const popup = useRef<HTMLDivElement>(null);
  const open = useSignal(false);
  const onToggle = (event: ToggleEvent) => {
    open.value = event.newState === 'open';
    if (!open.value || popup.current === null || button.current === null) return;
    placeAt(popup.current, button.current);
    (popup.current.querySelector<HTMLElement>('[aria-checked="true"]') ?? itemsOf(popup.current)[0])?.focus();
  };
  const finish = (act: () => void) => () => {
    popup.current?.hidePopover();
    button.current?.focus();
    act();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class="control"
        aria-label={value === undefined ? label : `${label}: ${value}`}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open.value}
        aria-controls={id}
        disabled={disabled}
        popovertarget={id}
      >
        {children}
      </button>
      <div
        ref={popup}
        id={id}
        class="popup-menu"
        role="menu"
        aria-label={label}
        popover="auto"
        onToggle={onToggle}
        onKeyDown={(event) => moveFocus(event, popup.current)}
      >
        <p class="popup-menu-title" aria-hidden="true">
          {label}
        </p>
        {note !== undefined && <p class="popup-menu-note">{note}</p>}
        {choices.map((choice) => (
          <button
            key={choice.key}
            type="button"
            role="menuitemradio"
            aria-checked={choice.checked}
            tabIndex={-1}
            onClick={finish(choice.choose)}
          >
            <span>{choice.label}</span>
            {choice.detail !== undefined && <small>{choice.detail}</small>}
          </button>
        ))}
        <ActionItems actions={actions} finish={finish} />
      </div>
    </>
  );
}
