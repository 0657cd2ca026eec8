// Who waits to be let in, as host and co-hosts know it: what the server lists, and what is told meanwhile.

import { ProblemError, type JoinRequest, type ServerEvent } from '@matinee/sdk';
import { signal } from '@preact/signals';
import { problemText } from '../text';
import { notify } from '../ui/notices';
import { LatestLoad } from './latest-load';

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
  private readonly loading: LatestLoad<JoinRequest[]>;

  constructor(private readonly room: WaitingRoom) {
    this.loading = new LatestLoad(() => room.list());
  }

  hear(event: ServerEvent): void {
    if (event.type === 'join-requested') this.waiting.value = [...this.without(event.request.user_id), event.request];
    else if (event.type === 'join-request-answered') this.waiting.value = this.without(event.user_id);
    else return;
    this.loading.hear(event);
  }

  /** Asks who waits. Without an answer what is known stays. */
  async load(): Promise<void> {
    const loaded = await this.loading.load();
    if (loaded === null) return;
    this.waiting.value = loaded.answer;
    for (const event of loaded.heard) this.hear(event);
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
    this.loading.close();
  }

  private without(userId: string): JoinRequest[] {
    return this.waiting.peek().filter((request) => request.user_id !== userId);
  }
}
