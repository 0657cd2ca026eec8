// One question at a time before something that cannot be taken back.

import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Dialog } from './dialog';

interface Question {
  id: number;
  title: string;
  text: string;
  action: string;
  answer: (yes: boolean) => void;
}

const question = signal<Question | null>(null);
let nextId = 1;

/** Asks in a dialog; resolves to false when it is closed any other way than by its action. */
export function confirm(title: string, text: string, action: string): Promise<boolean> {
  return new Promise((resolve) => {
    question.value?.answer(false);
    question.value = { id: nextId++, title, text, action, answer: resolve };
  });
}

export function ConfirmDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const asked = question.value;
  useEffect(() => {
    if (asked !== null) dialog.current?.showModal();
  }, [asked]);
  if (asked === null) return null;
  const answer = (yes: boolean) => {
    // A dialog that closes tells so later; another question may be open by then.
    if (question.peek() !== asked) return;
    // Before it goes: closing gives the focus back to where it was.
    dialog.current?.close();
    question.value = null;
    asked.answer(yes);
  };
  return (
    <Dialog
      key={asked.id}
      dialog={dialog}
      title={asked.title}
      onClose={() => answer(false)}
      actions={
        <>
          <button type="button" class="button" onClick={() => answer(false)}>
            Cancel
          </button>
          <button type="button" class="button button-danger" onClick={() => answer(true)}>
            {asked.action}
          </button>
        </>
      }
    >
      <p>{asked.text}</p>
    </Dialog>
  );
}
