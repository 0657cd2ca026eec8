// The party's page: the film first, and beside it, on a phone below it, in full screen over it, the panels of the side.

import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { NowShowing } from '../film/choose-film';
import type { Film } from '../film/film';
import { Screen } from '../film/screen';
import { ShortcutsHelp } from '../film/shortcuts-help';
import { Lobby } from '../room/lobby';
import { RoomNotices } from '../room/room-notices';
import { SettingsButton } from '../room/settings-dialog';
import { StartTogether } from '../room/start-together';
import { api } from '../server';
import { problemText } from '../text';
import { confirm } from '../ui/confirm';
import { KeyboardIcon } from '../ui/icons';
import { notify } from '../ui/notices';
import { PageHeader } from '../ui/page-header';
import type { Party } from './party';
import { PartyLayout } from './party-layout';
import { PartySide } from './party-side';
import './party-view.css';

export function PartyView({ party }: { party: Party }) {
  const layout = useMemo(() => new PartyLayout(party), [party]);
  useEffect(() => () => layout.close(), [layout]);
  const film = useSignal<Film | null>(null);
  return (
    <div class={viewClass(layout)}>
      <PageHeader>
        <h1 class="film-page-title" dir="auto" title={party.details.title}>
          {party.details.title}
        </h1>
        <div class="button-row party-exit">
          <button
            type="button"
            class="control control-small keyboard-help"
            aria-label="Keyboard shortcuts"
            title="Keyboard shortcuts (?)"
            onClick={() => (layout.helpOpen.value = true)}
          >
            <KeyboardIcon />
          </button>
          <SettingsButton party={party} end={() => void end(party)} />
          <button type="button" class="button button-small" onClick={() => leave(party)}>
            Leave
          </button>
          {party.isHost.value && (
            <button type="button" class="button button-small button-danger party-end" onClick={() => end(party)}>
              End party
            </button>
          )}
        </div>
      </PageHeader>
      <main class="film-page-main">
        <div class="party-stage">
          <Screen party={party} layout={layout} film={film}>
            <RoomNotices party={party} layout={layout} film={film.value} />
          </Screen>
          <Lobby party={party} />
          <NowShowing party={party}>
            <StartTogether party={party} />
          </NowShowing>
        </div>
        <PartySide party={party} layout={layout} film={film.value} />
      </main>
      <ShortcutsHelp party={party} layout={layout} />
    </div>
  );
}

function viewClass(layout: PartyLayout): string {
  const classes = ['party', 'film-page'];
  if (layout.fullscreen.value) classes.push('party-fullscreen');
  if (layout.controlsOver.value) classes.push('party-controls-over');
  if (!layout.sideShown.value) classes.push('party-side-hidden');
  return classes.join(' ');
}

async function leave(party: Party): Promise<void> {
  const yes = !party.isHost.value || (await confirm('Leave the party?', 'Someone else becomes the host.', 'Leave'));
  if (yes) await party.leave().catch((error: unknown) => notify(problemText(error), 'problem'));
}

async function end(party: Party): Promise<void> {
  if (!(await confirm('End the party?', 'It ends for everyone, and the code stops working.', 'End party'))) return;
  await api.endParty(party.details.id).catch((error: unknown) => notify(problemText(error), 'problem'));
}
