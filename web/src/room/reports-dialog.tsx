// The button that says how many reported messages wait, and the list of them: for the host and co-hosts.

import { useRef } from 'preact/hooks';
import type { Party } from '../party/party';
import { api } from '../server';
import { problemText } from '../text';
import { CloseButton, Dialog } from '../ui/dialog';
import { notify } from '../ui/notices';
import { muteActions } from './mute-actions';
import type { ReportedMessage } from './reports';
import './reports-dialog.css';

export function ReportsButton({ party }: { party: Party }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { messages, open } = party.reports;
  if (!party.isHostOrCoHost.value || messages.value.length === 0) return null;
  return (
    <>
      <button type="button" class="button button-small" onClick={() => dialog.current?.showModal()}>
        Reported messages: {open.value}
      </button>
      <Dialog dialog={dialog} title="Reported messages" actions={<CloseButton dialog={dialog} label="Done" primary />}>
        <ul class="reports" aria-label="Reported messages">
          {messages.value.map((message) => (
            <Entry key={message.report.chat_message.id} party={party} message={message} />
          ))}
        </ul>
      </Dialog>
    </>
  );
}

function Entry({ party, message: { report, times } }: { party: Party; message: ReportedMessage }) {
  const { chat_message: message, reported_text: text, reason } = report;
  const deleted = message.deleted_at != null;
  const mayDelete = !deleted && (message.user_id === party.myId || party.mayModerate(message.user_id));
  const remove = () =>
    api.deleteMessage(party.details.id, message.id).catch((error: unknown) => notify(problemText(error), 'problem'));
  return (
    <li class="report">
      <p>
        <strong>
          <bdi>{message.display_name}</bdi>
        </strong>{' '}
        <span dir="auto">{text}</span>
      </p>
      <p class="report-detail">
        {times > 1 ? `Reported ${times} times, last ` : 'Reported '}
        {new Date(report.reported_at).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })}
        {reason !== '' && <bdi>: {reason}</bdi>}
        {deleted && '. It was deleted.'}
      </p>
      <div class="button-row">
        {mayDelete && (
          <button type="button" class="button button-small button-danger" onClick={() => void remove()}>
            Delete
          </button>
        )}
        {muteActions(party, message.user_id).map(({ label, act }) => (
          <button key={label} type="button" class="button button-small" onClick={act}>
            {label}
          </button>
        ))}
      </div>
    </li>
  );
}
