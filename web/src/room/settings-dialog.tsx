// What the host decides for the whole party. Every change counts at once, for everyone; there is nothing to save.

import { useRef } from 'preact/hooks';
import type { Party } from '../party/party';
import { figuresPath } from '../route';
import { CloseButton, Dialog } from '../ui/dialog';
import { GearIcon } from '../ui/icons';
import { PasswordChoice } from './password-choice';
import './settings-dialog.css';
import { controlChoices, policyChoices, slowModeChoices, slowModeText, voteChoices } from './settings-text';

/** The button in the page's header, with its dialog; only for the host. */
interface SettingsButtonProps {
  party: Party;
  /** Ends the party, after a question. */
  end: () => void;
}

export function SettingsButton({ party, end }: SettingsButtonProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  if (!party.isHost.value) return null;
  return (
    <>
      <button
        type="button"
        class="control control-small"
        aria-label="Party settings"
        title="Party settings"
        onClick={() => dialog.current?.showModal()}
      >
        <GearIcon />
      </button>
      <Dialog
        dialog={dialog}
        title="Party settings"
        class="settings-dialog"
        actions={
          <>
            {/* Where the header has no room for it. */}
            <button type="button" class="button button-danger settings-end" onClick={() => (dialog.current?.close(), end())}>
              End party
            </button>
            <CloseButton dialog={dialog} label="Done" primary />
          </>
        }
      >
        <p>Changes apply at once, for everyone.</p>
        <WaitingChoice party={party} />
        <SeekChoice party={party} />
        <ChatChoice party={party} />
        <SlowModeChoice party={party} />
        <QueueChoices party={party} />
        <ControlChoice party={party} />
        <LockChoice party={party} />
        <ApprovalChoice party={party} />
        <PasswordChoice party={party} />
        <p>
          {/* Beside the party, which goes on here. */}
          <a href={figuresPath(party.details.id)} target="_blank" rel="noopener">
            How it is attended
          </a>
        </p>
      </Dialog>
    </>
  );
}

function WaitingChoice({ party }: { party: Party }) {
  const { waiting } = party.state.value.settings;
  return (
    <fieldset class="settings-group">
      <legend>The film waits for</legend>
      {policyChoices.map(({ policy, label, detail }) => (
        <label key={policy} class="settings-choice">
          <input
            type="radio"
            name="waiting"
            checked={waiting === policy}
            onChange={() => party.send({ type: 'settings', waiting: policy })}
          />
          <span>
            {label}
            <small>{detail}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function SeekChoice({ party }: { party: Party }) {
  const { resume_after_seek: plays } = party.state.value.settings;
  return (
    <label class="settings-choice">
      <input
        type="checkbox"
        checked={plays}
        onChange={(event) => party.send({ type: 'settings', resume_after_seek: event.currentTarget.checked })}
      />
      <span>
        Keep playing after a jump
        <small>Otherwise a jump pauses the film for everyone.</small>
      </span>
    </label>
  );
}

function ChatChoice({ party }: { party: Party }) {
  return (
    <label class="settings-choice">
      <input
        type="checkbox"
        checked={party.state.value.settings.chat === 'hosts'}
        onChange={(event) => party.send({ type: 'settings', chat: event.currentTarget.checked ? 'hosts' : 'everyone' })}
      />
      <span>
        Only the host and co-hosts can write
        <small>Everyone can still read and react.</small>
      </span>
    </label>
  );
}

function SlowModeChoice({ party }: { party: Party }) {
  const chosen = party.state.value.settings.slow_mode_ms ?? 0;
  // What another client has chosen is shown, too.
  const choices = slowModeChoices.includes(chosen) ? slowModeChoices : [...slowModeChoices, chosen];
  return (
    <label class="field">
      <span>Slow mode</span>
      <select
        value={chosen}
        onChange={(event) => party.send({ type: 'settings', slow_mode_ms: Number(event.currentTarget.value) })}
      >
        {choices.map((ms) => (
          <option key={ms} value={ms}>
            {slowModeText(ms)}
          </option>
        ))}
      </select>
    </label>
  );
}

function QueueChoices({ party }: { party: Party }) {
  const { queue_by: by, vote_skip_percent: percent = 0 } = party.state.value.settings;
  const offered = voteChoices.some((choice) => choice.percent === percent);
  const choices = offered ? voteChoices : [...voteChoices, { percent, label: `${percent} % of us` }];
  return (
    <>
      <label class="settings-choice">
        <input
          type="checkbox"
          checked={by === 'everyone'}
          onChange={(event) => party.send({ type: 'settings', queue_by: event.currentTarget.checked ? 'everyone' : 'hosts' })}
        />
        <span>
          Everyone may change the queue
          <small>Otherwise only the host and co-hosts add films and choose from it.</small>
        </span>
      </label>
      <label class="field settings-votes">
        <span>Votes that skip a film</span>
        <select
          value={String(percent)}
          onChange={(event) => party.send({ type: 'settings', vote_skip_percent: Number(event.currentTarget.value) })}
        >
          {choices.map((choice) => (
            <option key={choice.percent} value={String(choice.percent)}>
              {choice.label}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

function ControlChoice({ party }: { party: Party }) {
  const { control_by: chosen = 'hosts' } = party.state.value.settings;
  return (
    <fieldset class="settings-group">
      <legend>Who controls the film</legend>
      {controlChoices.map(({ policy, label, detail }) => (
        <label key={policy} class="settings-choice">
          <input
            type="radio"
            name="control_by"
            checked={chosen === policy}
            onChange={() => party.send({ type: 'settings', control_by: policy })}
          />
          <span>
            {label}
            <small>{detail}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function LockChoice({ party }: { party: Party }) {
  return (
    <label class="settings-choice">
      <input
        type="checkbox"
        checked={party.state.value.settings.locked ?? false}
        onChange={(event) => party.send({ type: 'settings', locked: event.currentTarget.checked })}
      />
      <span>
        Lock the party
        <small>Nobody new gets in, even with the code. Who is in comes back as before.</small>
      </span>
    </label>
  );
}

function ApprovalChoice({ party }: { party: Party }) {
  return (
    <label class="settings-choice">
      <input
        type="checkbox"
        checked={party.state.value.settings.approval ?? false}
        onChange={(event) => party.send({ type: 'settings', approval: event.currentTarget.checked })}
      />
      <span>
        Let people in one by one
        <small>Who comes by the code waits until you or a co-host let them in. Who comes by an invitation does not.</small>
      </span>
    </label>
  );
}
