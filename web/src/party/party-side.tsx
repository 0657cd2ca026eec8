// The side of the party's page: the invitation, and the panels as tabs. A panel is an entry in `tabsOf`.

import type { Film } from '../film/film';
import { QueuePanel } from '../queue/queue-panel';
import { Chat } from '../room/chat';
import { Invite } from '../room/invite';
import { People } from '../room/people';
import { SyncPanel } from '../sync/sync-panel';
import { Tabs, type Tab } from '../ui/tabs';
import type { Party } from './party';
import type { Panel, PartyLayout } from './party-layout';
import './party-side.css';

interface PartySideProps {
  party: Party;
  layout: PartyLayout;
  film: Film | null;
}

export function PartySide({ party, layout, film }: PartySideProps) {
  return (
    <aside
      id="party-side"
      class={layout.fullscreen.value ? 'party-side dark-room' : 'party-side'}
      aria-label="Invitation, chat and people"
      hidden={!layout.sideShown.value}
    >
      <Invite
        party={party}
        alone={party.alone.value}
        amongPeople={layout.panel.value === 'people'}
      />
      <Tabs
        label="Beside the film"
        tabs={tabsOf(party, layout, film)}
        chosen={layout.panel.value}
        choose={(panel) => (layout.panel.value = panel)}
      />
    </aside>
  );
}

function tabsOf(party: Party, layout: PartyLayout, film: Film | null): Tab<Panel>[] {
  const peopleShown = layout.sideShown.value && layout.panel.value === 'people';
  return [
    { key: 'chat', label: 'Chat', count: layout.unread.value, countLabel: 'unread', content: <Chat party={party} /> },
    { key: 'queue', label: 'Queue', count: party.queue.queue.value.total, countLabel: 'to come', content: <QueuePanel party={party} /> },
    { key: 'people', label: 'People', count: party.hereCount.value, countLabel: 'here', content: <People party={party} shown={peopleShown} /> },
    {
      key: 'sync',
      label: 'Sync',
      content: film === null ? null : <SyncPanel party={party} player={film.player} shown={layout.panel.value === 'sync'} />,
    },
  ];
}
