// The dialog that lists the keyboard shortcuts.

import { useEffect, useRef } from 'preact/hooks';
import type { Party } from '../party/party';
import type { PartyLayout } from '../party/party-layout';
import { CloseButton, Dialog } from '../ui/dialog';
import { sharedTitle, shortcuts, type Shortcut } from './shortcuts';
import './shortcuts-help.css';

export function ShortcutsHelp({ party, layout }: { party: Party; layout: PartyLayout }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = layout.helpOpen.value;
  useEffect(() => {
    if (open) dialog.current?.showModal();
  }, [open]);
  if (!open) return null;
  return (
    <Dialog
      dialog={dialog}
      title="Keyboard shortcuts"
      class="shortcuts-help"
      onClose={() => (layout.helpOpen.value = false)}
      actions={<CloseButton dialog={dialog} label="Close" />}
    >
      <ShortcutList title={sharedTitle(party.state.value.settings.control_by)} list={shortcuts.filter(({ forEveryone }) => forEveryone)} />
      <ShortcutList title="For yourself" list={shortcuts.filter(({ forEveryone }) => !forEveryone)} />
    </Dialog>
  );
}

function ShortcutList({ title, list }: { title: string; list: readonly Shortcut[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {list.map(({ shown, does }) => (
          <div key={does}>
            <dt>
              {shown.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
