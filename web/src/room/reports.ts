// Messages that somebody reported, as host and co-hosts know them: what the server has kept, and what is told since.

import type { ChatMessage, MessageReport, ServerEvent } from '@matinee/sdk';
import { computed, signal } from '@preact/signals';
import { retried } from '../retried';

/** A message, however often it was reported. */
export interface ReportedMessage {
  /** The newest report of it. */
  report: MessageReport;
  times: number;
}

const most = 200;

/** `hear()` every event of the party, `load()` when this person comes to look after it, and after interruptions. */
export class Reports {
  /** The message reported last first. */
  readonly messages = computed(() => byMessage(this.reports.value));
  /** How many of them are still there. */
  readonly open = computed(() => this.messages.value.filter(({ report }) => report.chat_message.deleted_at == null).length);
  private readonly reports = signal<readonly MessageReport[]>([]);

  constructor(private readonly list: () => Promise<MessageReport[]>) {}

  hear(event: ServerEvent): void {
    if (event.type === 'message-reported') {
      const { chat_message, reason, server_time_ms } = event;
      const reported_at = new Date(server_time_ms).toISOString();
      this.take([...this.reports.peek(), { chat_message, reason, reported_text: chat_message.message, reported_at }]);
    } else if (event.type === 'message-deleted') {
      this.markDeleted(({ id }) => id === event.message_id, event.deleted_at);
    } else if (event.type === 'user-forgotten') {
      this.markDeleted(({ user_id }) => user_id === event.user_id, new Date(event.server_time_ms).toISOString());
    }
  }

  /** Asks what was reported. Without an answer what is known stays. */
  async load(): Promise<void> {
    const before = this.reports.peek();
    const kept = await retried(this.list).catch(() => null);
    if (kept === null) return;
    // Told while they were asked for; the answer may be older.
    const told = this.reports.peek().filter((report) => !before.includes(report) && !kept.some((one) => isSame(one, report)));
    this.take([...kept, ...told]);
  }

  private markDeleted(isIt: (message: ChatMessage) => boolean, deleted_at: string): void {
    this.reports.value = this.reports
      .peek()
      .map((report) => (isIt(report.chat_message) ? { ...report, chat_message: { ...report.chat_message, deleted_at } } : report));
  }

  private take(reports: readonly MessageReport[]): void {
    const newestFirst = [...reports].sort((one, other) => Date.parse(other.reported_at) - Date.parse(one.reported_at));
    this.reports.value = newestFirst.slice(0, most);
  }
}

/** The event of a report says when it was told, which is a moment after it was kept. */
function isSame(one: MessageReport, other: MessageReport): boolean {
  const apartMs = Math.abs(Date.parse(one.reported_at) - Date.parse(other.reported_at));
  return one.chat_message.id === other.chat_message.id && one.reason === other.reason && apartMs < 2000;
}

function byMessage(reports: readonly MessageReport[]): ReportedMessage[] {
  const messages = new Map<string, ReportedMessage>();
  for (const report of reports) {
    const known = messages.get(report.chat_message.id);
    if (known === undefined) messages.set(report.chat_message.id, { report, times: 1 });
    else ++known.times;
  }
  return [...messages.values()];
}
