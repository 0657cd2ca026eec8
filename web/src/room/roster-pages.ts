// The people of a large party beyond those the connection names, asked for page by page.

import type { Participant } from '@matinee/sdk';
import { computed, signal } from '@preact/signals';
import type { Party } from '../party/party';
import { api } from '../server';
import { problemText } from '../text';
import { notify } from '../ui/notices';

/** People per page: a screenful or two, and a small answer. */
const pageSize = 100;

/** One list's pages. They are as they were when asked for; whom the connection names is shown as it says. */
export class RosterPages {
  readonly loading = signal(false);
  /** How many people have a seat; null where all of them are named anyway. */
  readonly total = computed(() => this.party.state.value.participantCount);
  private readonly loaded = signal<readonly Participant[]>([]);
  private next: string | null | undefined;

  constructor(private readonly party: Party) {}

  /** Those the connection names, and those loaded. */
  together(named: readonly Participant[]): readonly Participant[] {
    if (this.total.value === null) return named;
    const known = new Set(named.map(({ user_id }) => user_id));
    return [...named, ...this.loaded.value.filter(({ user_id }) => !known.has(user_id))];
  }

  async loadNext(): Promise<void> {
    if (this.loading.peek()) return;
    this.loading.value = true;
    try {
      const from = this.next ?? undefined;
      const page = await api.participantPage(this.party.details.id, { limit: pageSize, ...(from === undefined ? {} : { after: from }) });
      // From the start again when the end was reached: people have come since.
      this.next = page.next ?? undefined;
      const fresh = new Set(page.participants.map(({ user_id }) => user_id));
      this.loaded.value = [...this.loaded.peek().filter(({ user_id }) => !fresh.has(user_id)), ...page.participants];
    } catch (error) {
      notify(problemText(error), 'problem');
    } finally {
      this.loading.value = false;
    }
  }
}
