// Where a message is written: the field, what it answers or changes, names behind an @, and how many characters are left.

import type { ChatMessage, Participant } from '@matinee/sdk';
import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useId } from 'preact/hooks';
import type { Party } from '../party/party';
import { CloseIcon } from '../ui/icons';
import type { Draft } from './draft';
import { withName } from './message-text';
import { PeopleOrder } from './people-order';

/** The rest of the message is counted down from here. */
const countedFrom = 100;
const mostSuggested = 5;

interface ComposerProps {
  party: Party;
  draft: Draft;
  field: RefObject<HTMLTextAreaElement>;
}

export function Composer({ party, draft, field }: ComposerProps) {
  const closed = party.state.value.settings.chat === 'hosts' && !party.isHostOrCoHost.value;
  if (closed) {
    return (
      <p class="chat-closed hint" role="status">
        Only the host and co-hosts can write here.
      </p>
    );
  }
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void draft.send();
    field.current?.focus();
  };
  return (
    <form class="chat-form" onSubmit={onSubmit}>
      {/* The field stays: when a mute runs out nobody is told, and the text is not lost. */}
      {party.isMuted(party.myId) && <p class="chat-context">You are muted in this party for now.</p>}
      <Context draft={draft} />
      <Field party={party} draft={draft} field={field} />
      <div class="chat-send">
        {draft.left.value <= countedFrom && (
          <span class={draft.left.value < 0 ? 'chat-left chat-left-over' : 'chat-left'} title="Characters left">
            {draft.left.value}
          </span>
        )}
        <button type="submit" class="button">
          {draft.editing.value === null ? 'Send' : 'Save'}
        </button>
      </div>
      <p class="chat-problem" role="alert">
        {draft.problem.value}
      </p>
    </form>
  );
}

/** What is answered or changed. */
function Context({ draft }: { draft: Draft }) {
  const { editing, replyTo } = draft;
  const message = editing.value ?? replyTo.value;
  if (message === null) return null;
  return (
    <p class="chat-context">
      {editing.value === null ? <Answered message={message} /> : <span class="chat-context-text">Editing your message</span>}
      <button
        type="button"
        class="control control-small"
        aria-label={editing.value === null ? 'Don’t reply' : 'Don’t edit'}
        onClick={() => draft.cancel()}
      >
        <CloseIcon />
      </button>
    </p>
  );
}

/** Whose message and what it says, each in its own direction. */
function Answered({ message }: { message: ChatMessage }) {
  return (
    <span class="chat-context-text">
      <span>
        Reply to <bdi>{message.display_name}</bdi>:{' '}
      </span>
      <bdi class="chat-context-quoted">{message.message}</bdi>
    </span>
  );
}

function Field({ party, draft, field }: ComposerProps) {
  const listId = useId();
  /** What is typed behind the last @; null while no name is looked for. */
  const sought = useSignal<string | null>(null);
  const chosen = useSignal(0);
  const found = sought.value === null ? [] : suggestions(party.state.value.participants, sought.value, party.myId);
  useEffect(() => grow(field.current), [draft.text.value]);
  const look = (input: HTMLTextAreaElement) => {
    sought.value = /(?:^|\s)@([^\s@]{0,30})$/u.exec(input.value.slice(0, input.selectionStart))?.[1] ?? null;
    chosen.value = 0;
  };
  const pick = ({ display_name }: Participant) => {
    const input = field.current;
    if (input === null) return;
    const { text, caret } = withName(input.value, input.selectionStart, display_name);
    // Here already, so that the rendering leaves the caret where it is.
    input.value = text;
    input.setSelectionRange(caret, caret);
    draft.write(text);
    sought.value = null;
    input.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // An input method uses Enter and the arrows to take what it offers.
    if (event.isComposing) return;
    const person = found[chosen.value];
    if (person !== undefined && (event.key === 'Enter' || event.key === 'Tab')) pick(person);
    else if (found.length > 0 && event.key === 'ArrowDown') chosen.value = (chosen.value + 1) % found.length;
    else if (found.length > 0 && event.key === 'ArrowUp') chosen.value = (chosen.value + found.length - 1) % found.length;
    else if (event.key === 'Escape' && found.length > 0) sought.value = null;
    else if (event.key === 'Escape' && (draft.editing.peek() ?? draft.replyTo.peek()) !== null) draft.cancel();
    else if (event.key === 'Enter' && !event.shiftKey) field.current?.form?.requestSubmit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="chat-field">
      {found.length > 0 && (
        <ul id={listId} class="chat-names" role="listbox" aria-label="People to mention">
          {found.map((person, n) => (
            <li
              key={person.user_id}
              id={`${listId}-${n}`}
              role="option"
              dir="auto"
              aria-selected={n === chosen.value}
              // Before the field loses the focus.
              onPointerDown={(event) => (event.preventDefault(), pick(person))}
            >
              {person.display_name}
            </li>
          ))}
        </ul>
      )}
      <label>
        <span class="visually-hidden">Message</span>
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          value={draft.text.value}
          placeholder="Write a message"
          autoComplete="off"
          enterkeyhint="send"
          aria-autocomplete="list"
          aria-controls={found.length > 0 ? listId : undefined}
          aria-activedescendant={found.length > 0 ? `${listId}-${chosen.value}` : undefined}
          onInput={(event) => {
            draft.write(event.currentTarget.value);
            look(event.currentTarget);
          }}
          onKeyDown={onKeyDown}
          onBlur={() => (sought.value = null)}
        />
      </label>
    </div>
  );
}

function suggestions(people: readonly Participant[], start: string, myId: string): Participant[] {
  const wanted = start.toLocaleLowerCase();
  const fits = ({ user_id, display_name }: Participant) =>
    user_id !== myId && display_name.toLocaleLowerCase().split(/\s+/).some((word) => word.startsWith(wanted));
  return new PeopleOrder().of(people.filter(fits)).slice(0, mostSuggested);
}

/** As high as its text, within what the style sheet allows. */
function grow(field: HTMLTextAreaElement | null): void {
  if (field === null) return;
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight + 2}px`;
}
