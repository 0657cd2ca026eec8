// Messages that somebody reported, as host and co-hosts know them: what the server has kept, and what is told since.

import type { MessageReport, MessageReportedEvent, ServerEvent } from '@matinee/sdk';
import { computed, signal } from '@preact/signals';
import { LatestLoad } from './latest-load';
import { changedBy, changesMessages, forgottenUser } from './message-changes';

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
  private readonly loading: LatestLoad<MessageReport[]>;

  constructor(list: () => Promise<MessageReport[]>) {
    this.loading = new LatestLoad(list);
  }

  hear(event: ServerEvent): void {
    if (event.type === 'message-reported') this.take([...this.reports.peek(), reportOf(event)]);
    else if (changesMessages(event)) this.reports.value = this.reports.peek().map((report) => reportAfter(event, report));
    else return;
    this.loading.hear(event);
  }

  /** Asks what was reported. Without an answer what is known stays. */
  async load(): Promise<void> {
    const loaded = await this.loading.load();
    if (loaded === null) return;
    const { answer, heard } = loaded;
    this.take(answer);
    const isKnown = (event: ServerEvent) => event.type === 'message-reported' && answer.some((one) => isSame(one, reportOf(event)));
    for (const event of heard) if (!isKnown(event)) this.hear(event);
  }

  /** Waits for no answer any more. */
  close(): void {
    this.loading.close();
  }

  private take(reports: readonly MessageReport[]): void {
    const newestFirst = [...reports].sort((one, other) => Date.parse(other.reported_at) - Date.parse(one.reported_at));
    this.reports.value = newestFirst.slice(0, most);
  }
}

function reportOf({ chat_message, reason, server_time_ms }: MessageReportedEvent): MessageReport {
  return { chat_message, reason, reported_text: chat_message.message, reported_at: new Date(server_time_ms).toISOString() };
}

/** What was reported stays when it is deleted, but not of somebody who was forgotten. */
function reportAfter(event: ServerEvent, report: MessageReport): MessageReport {
  const chat_message = changedBy(event, report.chat_message);
  if (chat_message === report.chat_message) return report;
  return { ...report, chat_message, ...(chat_message.user_id === forgottenUser ? { reported_text: '' } : {}) };
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
