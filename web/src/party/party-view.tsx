// The party's page: the film first, then people and chat.

import { api } from '../server';
import { problemText } from '../text';
import { confirm } from '../ui/confirm';
import { notify } from '../ui/notices';
import { PageHeader } from '../ui/page-header';
import { Chat } from './chat';
import { ChooseFilm } from './choose-film';
import { Invite } from './invite';
import type { Party } from './party';
import { People } from './people';
import { Screen } from './screen';

export function PartyView({ party }: { party: Party }) {
  return (
    <div class="party">
      <PageHeader>
        <h1 class="party-title">{party.details.title}</h1>
        <div class="button-row party-exit">
          <button type="button" class="button button-small" onClick={() => leave(party)}>
            Leave
          </button>
          {party.isHost.value && (
            <button type="button" class="button button-small button-danger" onClick={() => end(party)}>
              End party
            </button>
          )}
        </div>
      </PageHeader>
      <main class="party-main">
        <div class="party-stage">
          <Screen party={party} />
          {party.canControl.value && <ChooseFilm party={party} />}
        </div>
        <aside class="party-side" aria-label="Invitation, people and chat">
          <Invite code={party.details.invite_code} />
          <People party={party} />
          <Chat party={party} />
        </aside>
      </main>
    </div>
  );
}

async function leave(party: Party): Promise<void> {
  const yes = !party.isHost.value || (await confirm('Leave the party?', 'Someone else becomes the host.', 'Leave'));
  if (yes) await party.leave().catch((error: unknown) => notify(problemText(error), 'problem'));
}

async function end(party: Party): Promise<void> {
  if (!(await confirm('End the party?', 'It ends for everyone, and the code stops working.', 'End party'))) return;
  await api.endParty(party.details.id).catch((error: unknown) => notify(problemText(error), 'problem'));
}
