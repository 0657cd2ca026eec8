// What can be done with a message: one menu for all of them, at the button it was opened from.

import type { ChatMessage } from '@matinee/sdk';
import type { Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Party } from '../party/party';
import { api } from '../server';
import { problemText } from '../text';
import { confirm } from '../ui/confirm';
import type { MenuAction } from '../ui/menu';
import { notify } from '../ui/notices';
import { itemsOf, moveFocus, placeAt } from '../ui/popup';
import type { Draft } from './draft';

/** The message the menu is open for, and the button it belongs to. */
export interface MenuTarget {
  message: ChatMessage;
  button: HTMLButtonElement;
}

interface MessageMenuProps {
  party: Party;
  draft: Draft;
  target: Signal<MenuTarget | null>;
  /** The field to write in gets the focus. */
  focusField: () => void;
}

export function MessageMenu({ party, draft, target, focusField }: MessageMenuProps) {
  const popup = useRef<HTMLDivElement>(null);
  const open = target.value;
  useEffect(() => {
    if (open === null || popup.current === null) return;
    popup.current.showPopover();
    placeAt(popup.current, open.button);
    itemsOf(popup.current)[0]?.focus();
  }, [open]);
  if (open === null) return null;
  const onToggle = (event: ToggleEvent) => {
    if (event.newState === 'closed') target.value = null;
  };
  const finish = (act: () => void) => () => {
    open.button.focus();
    popup.current?.hidePopover();
    act();
  };
  return (
    <div
      ref={popup}
      class="popup-menu"
      role="menu"
      aria-label={`Message of ${open.message.display_name}`}
      popover="auto"
      onToggle={onToggle}
      onKeyDown={(event) => moveFocus(event, popup.current)}
    >
      {actionsOf(party, draft, open.message, focusField).map(({ label, act, danger }) => (
        <button
          key={label}
          type="button"
          role="menuitem"
          class={danger === true ? 'popup-menu-danger' : undefined}
          tabIndex={-1}
          onClick={finish(act)}
        >
          <span>{label}</span>
        </button>
      ))}
    </div>
  );
}

function actionsOf(party: Party, draft: Draft, message: ChatMessage, focusField: () => void): MenuAction[] {
  const mine = message.user_id === party.myId;
  const actions: MenuAction[] = [{ label: 'Reply', act: () => (draft.reply(message), focusField()) }];
  if (mine) actions.push({ label: 'Edit', act: () => (draft.edit(message), focusField()) });
  else actions.push({ label: 'Report to the host', act: () => void report(party, message) });
  if (!mine && party.mayModerate(message.user_id)) {
    const muted = party.isMuted(message.user_id);
    const name = message.display_name;
    actions.push(
      muted
        ? { label: `Let ${name} write again`, act: () => party.send({ type: 'unmute', user_id: message.user_id }) }
        : { label: `Mute ${name}`, act: () => party.send({ type: 'mute', user_id: message.user_id }) },
    );
  }
  if (mine || party.mayModerate(message.user_id)) {
    actions.push({ label: 'Delete', act: () => void remove(party, message), danger: true });
  }
  return actions;
}

async function remove(party: Party, message: ChatMessage): Promise<void> {
  if (!(await confirm('Delete this message?', 'It goes for everyone. That it was there stays visible.', 'Delete'))) return;
  await api.deleteMessage(party.details.id, message.id).catch((error: unknown) => notify(problemText(error), 'problem'));
}

async function report(party: Party, message: ChatMessage): Promise<void> {
  const question = 'The host and the co-hosts see the message, but not that it was you.';
  if (!(await confirm('Report this message?', question, 'Report'))) return;
  try {
    await api.reportMessage(party.details.id, message.id);
    notify('The host has been told.');
  } catch (error) {
    notify(problemText(error), 'problem');
  }
}
