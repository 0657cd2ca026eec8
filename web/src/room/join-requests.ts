// Who waits to be let in, as host and co-hosts know it: what the server lists, and what is told meanwhile.

import { ProblemError, type JoinRequest, type ServerEvent } from '@matinee/sdk';
import { signal } from '@preact/signals';
import { retried } from '../retried';
import { problemText } from '../text';
import { notify } from '../ui/notices';

/** How the server is asked; `HttpClient` for one party. */
export interface WaitingRoom {
  list(): Promise<JoinRequest[]>;
  admit(userId: string): Promise<void>;
  decline(userId: string): Promise<void>;
}

/** `hear()` every event of the party, `load()` when this person comes to be the one to answer, and after interruptions. */
export class JoinRequests {
  /** The longest waiting first. */
  readonly waiting = signal<readonly JoinRequest[]>([]);
  /** What was told while the list was on its way, which may be older or newer. Null while none is. */
  private heard: ServerEvent[] | null = null;
  private asking: AbortController | null = null;

  constructor(private readonly room: WaitingRoom) {}

  hear(event: ServerEvent): void {
    if (event.type === 'join-requested') this.waiting.value = [...this.without(event.request.user_id), event.request];
    else if (event.type === 'join-request-answered') this.waiting.value = this.without(event.user_id);
    else return;
    this.heard?.push(event);
  }

  /** Asks who waits. Without an answer what is known stays. */
  async load(): Promise<void> {
    this.close();
    const asking = new AbortController();
    this.asking = asking;
    const attempt = () => {
      if (this.asking === asking) this.heard = [];
      return this.room.list();
    };
    const waiting = await retried(attempt, { signal: asking.signal }).catch(() => null);
    if (this.asking !== asking) return;
    const heard = this.heard ?? [];
    this.close();
    if (waiting === null) return;
    this.waiting.value = waiting;
    for (const event of heard) this.hear(event);
  }

  /** Lets somebody in, or sends them away; who does not wait any more is told so. */
  async answer({ user_id, display_name }: JoinRequest, answer: 'admit' | 'decline'): Promise<void> {
    try {
      await this.room[answer](user_id);
    } catch (error) {
      const isOver = error instanceof ProblemError && error.code === 'NOT_FOUND';
      // A second press, say: it is known already.
      if (isOver && !this.waiting.peek().some((request) => request.user_id === user_id)) return;
      notify(isOver ? `${display_name} does not wait any more.` : problemText(error), isOver ? 'news' : 'problem');
      if (!isOver) return;
    }
    this.waiting.value = this.without(user_id);
  }

  /** Waits for no answer any more. */
  close(): void {
    this.asking?.abort();
    this.asking = null;
    this.heard = null;
  }

  private without(userId: string): JoinRequest[] {
    return this.waiting.peek().filter((request) => request.user_id !== userId);
  }
}
