// One question at a time before something that cannot be taken back.

import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Dialog } from './dialog';

interface Question {
  title: string;
  text: string;
  action: string;
  answer: (yes: boolean) => void;
}

const question = signal<Question | null>(null);

/** Asks in a dialog; resolves to false when it is closed any other way than by its action. */
export function confirm(title: string, text: string, action: string): Promise<boolean> {
  return new Promise((resolve) => {
    question.value?.answer(false);
    question.value = { title, text, action, answer: resolve };
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
    question.value = null;
    asked.answer(yes);
  };
  return (
    <Dialog
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
