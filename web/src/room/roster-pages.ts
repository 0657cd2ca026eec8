// The people of a large party beyond those the connection names, asked for page by page.

import type { Participant } from '@matinee/sdk';
import { computed, signal } from '@preact/signals';
import type { Party } from '../party/party';
import { api } from '../server';
import { problemText } from '../text';
import { notify } from '../ui/notices';

/** People per page: a screenful or two while someone scrolls, as many as the server gives while a name is looked for. */
const pageSize = 100;
const largestPage = 1000;

/** One list's pages. They are as they were when asked for; whom the connection names is shown as it says. */
export class RosterPages {
  readonly loading = signal(false);
  /** How many people have a seat; null where all of them are named anyway. */
  readonly total = computed(() => this.party.state.value.participantCount);
  /** Whether there are pages that were not asked for. */
  readonly more = computed(() => this.total.value !== null && !this.ended.value);
  readonly loaded = signal<readonly Participant[]>([]);
  private readonly ended = signal(false);
  private next: string | undefined;

  constructor(private readonly party: Party) {}

  /** Those the connection names, and those loaded. */
  together(named: readonly Participant[]): readonly Participant[] {
    if (this.total.value === null) return named;
    const known = new Set(named.map(({ user_id }) => user_id));
    return [...named, ...this.loaded.value.filter(({ user_id }) => !known.has(user_id))];
  }

  /** The next page; from the start again when the end was reached, since people have come meanwhile. */
  async loadNext(): Promise<void> {
    await this.load(pageSize);
  }

  /** Every page that is still to come. */
  async loadAll(): Promise<void> {
    while (this.more.peek() && (await this.load(largestPage)));
  }

  /** False: it was not the time, or it went wrong. */
  private async load(limit: number): Promise<boolean> {
    if (this.loading.peek()) return false;
    this.loading.value = true;
    try {
      const page = await api.participantPage(this.party.details.id, { limit, ...(this.next === undefined ? {} : { after: this.next }) });
      this.next = page.next ?? undefined;
      this.ended.value = page.next === null;
      const fresh = new Set(page.participants.map(({ user_id }) => user_id));
      this.loaded.value = [...this.loaded.peek().filter(({ user_id }) => !fresh.has(user_id)), ...page.participants];
      return true;
    } catch (error) {
      notify(problemText(error), 'problem');
      return false;
    } finally {
      this.loading.value = false;
    }
  }
}
