// A modal dialog with a title and actions at its end. The browser does the rest: focus, Escape, what lies behind.

import type { ComponentChildren, RefObject } from 'preact';
import { useId } from 'preact/hooks';

interface DialogProps {
  /** Opened with `showModal()`, closed with `close()`. */
  dialog: RefObject<HTMLDialogElement>;
  title: string;
  /** A class of its own, beside the common one. */
  class?: string;
  /** However it was closed. */
  onClose?: () => void;
  children: ComponentChildren;
  actions: ComponentChildren;
}

export function Dialog({ dialog, title, class: own, onClose, children, actions }: DialogProps) {
  const titleId = useId();
  return (
    <dialog ref={dialog} class={own === undefined ? 'dialog' : `dialog ${own}`} aria-labelledby={titleId} onClose={onClose}>
      <h2 id={titleId}>{title}</h2>
      {children}
      <div class="dialog-actions">{actions}</div>
    </dialog>
  );
}

interface CloseButtonProps {
  dialog: RefObject<HTMLDialogElement>;
  /** What closing means here. */
  label: string;
  primary?: boolean;
}

export function CloseButton({ dialog, label, primary = false }: CloseButtonProps) {
  return (
    <button type="button" class={primary ? 'button button-primary' : 'button'} onClick={() => dialog.current?.close()}>
      {label}
    </button>
  );
}
