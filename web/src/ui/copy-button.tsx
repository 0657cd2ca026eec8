// A button that puts text on the clipboard and says so.

import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { CheckIcon, CopyIcon } from './icons';
import { notify } from './notices';

/** How long the button shows that it worked. */
const doneMs = 2000;

/** The clipboard API needs a secure page; a selection and the copy command work on any. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement('textarea');
    field.value = text;
    field.className = 'visually-hidden';
    document.body.append(field);
    field.select();
    const copied = document.execCommand('copy');
    field.remove();
    return copied;
  }
}

function refusalText(text: string): string {
  return text.includes('\n') ? 'Copying is not allowed here.' : `Copying is not allowed here. Copy this by hand: ${text}`;
}

interface CopyButtonProps {
  /** The text, or what tells it when the button is pressed. */
  text: string | (() => string);
  /** What to say when it worked. */
  done: string;
  children: ComponentChildren;
}

export function CopyButton({ text, done, children }: CopyButtonProps) {
  const copied = useSignal(false);
  const onClick = async () => {
    const current = typeof text === 'function' ? text() : text;
    if (!(await copy(current))) return notify(refusalText(current), 'problem');
    copied.value = true;
    notify(done);
    setTimeout(() => (copied.value = false), doneMs);
  };
  return (
    <button type="button" class="button button-small" onClick={onClick}>
      {children}
      {copied.value ? <CheckIcon /> : <CopyIcon />}
    </button>
  );
}
