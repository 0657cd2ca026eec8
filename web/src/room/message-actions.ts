// What can be done with a message.

import type { ChatMessage } from '@matinee/sdk';
import type { Party } from '../party/party';
import { api } from '../server';
import { problemText } from '../text';
import type { MenuAction } from '../ui/action-menu';
import { confirm } from '../ui/confirm';
import { notify } from '../ui/notices';
import type { Draft } from './draft';
import { muteActions } from './mute-actions';

/** For the writer, for others, and for those who look after the room. `focusField` puts the focus where one writes. */
export function messageActions(party: Party, draft: Draft, message: ChatMessage, focusField: () => void): MenuAction[] {
  const mine = message.user_id === party.myId;
  const actions: MenuAction[] = [{ label: 'Reply', act: () => (draft.reply(message), focusField()) }];
  if (mine) actions.push({ label: 'Edit', act: () => (draft.edit(message), focusField()) });
  else actions.push({ label: 'Report to the host', act: () => void report(party, message) });
  if (!mine) actions.push(...muteActions(party, message.user_id, message.display_name));
  if (mine || party.mayModerate(message.user_id)) {
    actions.push({ label: 'Delete', act: () => void remove(party, message), danger: true });
  }
  return actions;
}

async function remove(party: Party, message: ChatMessage): Promise<void> {
  if (!(await confirm('Delete this message?', 'It disappears for everyone. A note that a message was deleted stays.', 'Delete'))) return;
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
