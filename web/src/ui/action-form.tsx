// A form around one request: disabled while it runs, with what went wrong below it.

import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { problemText } from '../text';

interface ActionFormProps {
  /** Runs with the submitted fields; what it throws is shown. */
  action: (fields: FormData) => Promise<void>;
  submitLabel: string;
  busyLabel: string;
  /** True when this is not the main thing to do here. */
  quiet?: boolean;
  children: ComponentChildren;
}

export function ActionForm({ action, submitLabel, busyLabel, quiet = false, children }: ActionFormProps) {
  const busy = useSignal(false);
  const problem = useSignal('');
  const problemId = useId();
  const onSubmit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    problem.value = '';
    try {
      await action(new FormData(event.currentTarget as HTMLFormElement));
    } catch (error) {
      problem.value = problemText(error);
    } finally {
      busy.value = false;
    }
  };
  return (
    <form class="form" onSubmit={onSubmit} aria-describedby={problemId}>
      {children}
      <p id={problemId} class="form-problem" role="alert">
        {problem.value}
      </p>
      <button type="submit" class={quiet ? 'button' : 'button button-primary'} aria-disabled={busy.value}>
        {busy.value ? busyLabel : submitLabel}
      </button>
    </form>
  );
}

/** A field's text, trimmed. */
export function text(fields: FormData, name: string): string {
  return String(fields.get(name) ?? '').trim();
}
