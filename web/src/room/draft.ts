// What someone is about to say: the text, what it answers or changes, and how sending went. A text the server did not take
// is back in the field, with the reason.

import { ProblemError, type ChatMessage, type NewMessage } from '@matinee/sdk';
import { computed, effect, signal } from '@preact/signals';
import type { Party } from '../party/party';
import { api } from '../server';
import { problemText } from '../text';
import { lengthOf, mentionedIn } from './message-text';
import { OwnTyping } from './typists';

export const longestMessage = 1000;
/** A film this far behind the party is one's own place in it, in ms. */
const behindMs = 3000;

interface Written {
  text: string;
  edits: ChatMessage | null;
  answers: ChatMessage | null;
}

/** One per open party. */
export class Draft {
  readonly text = signal('');
  readonly replyTo = signal<ChatMessage | null>(null);
  readonly editing = signal<ChatMessage | null>(null);
  /** Why it could not be sent; empty when nothing is wrong. */
  readonly problem = signal('');
  readonly left = computed(() => longestMessage - lengthOf(this.text.value.trim()));
  private readonly typing: OwnTyping;
  private readonly stopWatching: () => void;
  /** Settles when everything sent so far was answered. */
  private sent: Promise<void> = Promise.resolve();

  constructor(private readonly party: Party) {
    this.typing = new OwnTyping((is_typing) => party.connection.send({ type: 'typing', is_typing }));
    this.stopWatching = effect(() => {
      if (party.status.value.kind !== 'open') this.typing.lineLost();
    });
  }

  write(text: string): void {
    this.text.value = text;
    this.problem.value = '';
    if (this.editing.peek() === null) this.typing.onInput(text.trim());
  }

  reply(message: ChatMessage): void {
    if (this.editing.peek() !== null) this.cancel();
    this.replyTo.value = message;
  }

  edit(message: ChatMessage): void {
    this.typing.stop();
    this.replyTo.value = null;
    this.editing.value = message;
    this.text.value = message.message;
    this.problem.value = '';
  }

  /** Back to an empty new message, or, where something is answered, to one that answers nothing. */
  cancel(): void {
    if (this.editing.peek() !== null) this.text.value = '';
    this.editing.value = null;
    this.replyTo.value = null;
    this.problem.value = '';
  }

  /** Takes the text out of the field and sends it after those before it; what the server refuses is put back. */
  async send(): Promise<void> {
    const text = this.text.peek().trim();
    if (text === '') return;
    if (this.left.peek() < 0) {
      this.problem.value = `A message has ${longestMessage} characters at most; this one has ${-this.left.peek()} too many.`;
      return;
    }
    const written: Written = { text, edits: this.editing.peek(), answers: this.replyTo.peek() };
    this.typing.stop();
    this.text.value = '';
    this.cancel();
    this.sent = this.sent.then(() => this.deliver(written)).catch((error: unknown) => this.putBack(written, error));
    return this.sent;
  }

  close(): void {
    this.stopWatching();
    this.typing.stop();
  }

  private async deliver({ text: message, edits, answers }: Written): Promise<void> {
    const { id } = this.party.details;
    const mentions = mentionedIn(message, this.party.state.peek().participants);
    if (edits !== null) return void (await api.editMessage(id, edits.id, { message, mentions }));
    const note: NewMessage = { message, mentions, ...(answers === null ? {} : { reply_to: answers.id }), ...this.place() };
    this.party.conversation.add(await api.postMessage(id, note));
  }

  private putBack({ text, edits, answers }: Written, error: unknown): void {
    const later = this.text.peek();
    this.text.value = later === '' ? text : `${text}\n${later}`;
    if (this.editing.peek() === null && this.replyTo.peek() === null) {
      this.editing.value = edits;
      this.replyTo.value = answers;
    }
    this.problem.value = refusalText(error);
  }

  /** Where one's own film is, when that is not where the party is. */
  private place(): { video_timestamp?: number } {
    const ownMs = this.party.ownPositionMs();
    const partyMs = this.party.connection.positionNowMs();
    const behind = ownMs !== null && partyMs !== null && partyMs - ownMs > behindMs;
    return behind ? { video_timestamp: ownMs / 1000 } : {};
  }
}

/** The server says precisely why someone may not write, and for how long. */
function refusalText(error: unknown): string {
  if (!(error instanceof ProblemError) || ![403, 404, 409, 429].includes(error.status)) return problemText(error);
  const sentence = error.message.charAt(0).toUpperCase() + error.message.slice(1);
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
