// Who operates the server, to this page: a token from the address or a form, kept for this tab alone, else the session.

import { OperatorClient, ProblemError } from '@matinee/sdk';
import { signal } from '@preact/signals';

const storageKey = 'matinee-operator-token';

/** Null: the session's cookie speaks. */
let token: string | null = sessionStorage.getItem(storageKey);

/** Whether the server said that whoever asks is no operator. Null: not asked yet. */
export const refused = signal<boolean | null>(null);

export const operator = new OperatorClient({ token: () => token });

/** `#token=…`, as `matinee admin page` prints it, is taken out of the address, so that it is in no history. */
export function takeTokenFromAddress(): void {
  const given = /^#token=([\w.-]+)$/.exec(location.hash)?.[1];
  if (given === undefined) return;
  history.replaceState(null, '', location.pathname);
  keepToken(given);
}

export function keepToken(given: string | null): void {
  token = given;
  if (given === null) sessionStorage.removeItem(storageKey);
  else sessionStorage.setItem(storageKey, given);
}

/** Asks once; throws what is no answer to the question. */
export async function askWhetherOperator(): Promise<void> {
  try {
    await operator.parties({ limit: 1 });
    refused.value = false;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    keepToken(null);
    refused.value = true;
  }
}

/** Throws why the token is refused. */
export async function showToken(given: string): Promise<void> {
  keepToken(given);
  try {
    await operator.parties({ limit: 1 });
  } catch (error) {
    keepToken(null);
    throw error;
  }
  refused.value = false;
}

/** The token expired, or the user is no operator any more. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ProblemError && (error.status === 401 || error.status === 403);
}
