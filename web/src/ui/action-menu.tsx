// One menu for many things of one kind, such as the messages of a chat: it opens at the button of the one it is about. So
// a list of thousands has thousands of buttons, and not as many menus.

import type { Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import './menu.css';
import { itemsOf, moveFocus, placeAt } from './popup';

/** Something to do. */
export interface MenuAction {
  label: string;
  act: () => void;
  /** True for what cannot be taken back. */
  danger?: boolean;
}

/** What the menu is open for. */
export interface MenuTarget {
  /** What the menu is about, for screen readers. */
  label: string;
  /** What it is about, above the actions, where that is not plain to see. */
  heading?: string;
  /** Where it opens, and where the focus goes back to. */
  button: HTMLButtonElement;
  actions: readonly MenuAction[];
}

/** The menu is open while `target` is set. */
export function ActionMenu({ target }: { target: Signal<MenuTarget | null> }) {
  const popup = useRef<HTMLDivElement>(null);
  const open = target.value;
  useEffect(() => {
    if (open === null || popup.current === null) return;
    popup.current.showPopover();
    placeAt(popup.current, open.button);
    itemsOf(popup.current)[0]?.focus();
  }, [open]);
  if (open === null) return null;
  const onToggle = (event: ToggleEvent) => {
    if (event.newState === 'closed') target.value = null;
  };
  const finish = (act: () => void) => () => {
    open.button.focus();
    popup.current?.hidePopover();
    act();
  };
  return (
    <div
      ref={popup}
      class="popup-menu popup-menu-plain"
      role="menu"
      aria-label={open.label}
      popover="auto"
      onToggle={onToggle}
      onKeyDown={(event) => moveFocus(event, popup.current)}
    >
      {open.heading !== undefined && (
        <p class="popup-menu-title" aria-hidden="true">
          {open.heading}
        </p>
      )}
      <ActionItems actions={open.actions} finish={finish} />
    </div>
  );
}

interface ActionItemsProps {
  actions: readonly MenuAction[];
  /** Wraps an action in what closes the menu. */
  finish: (act: () => void) => () => void;
}

export function ActionItems({ actions, finish }: ActionItemsProps) {
  return (
    <>
      {actions.map(({ label, act, danger }) => (
        <button
          key={label}
          type="button"
          role="menuitem"
          class={danger === true ? 'popup-menu-danger' : undefined}
          tabIndex={-1}
          onClick={finish(act)}
        >
          <span>{label}</span>
        </button>
      ))}
    </>
  );
}
