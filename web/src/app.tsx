// The frame of the page: which view the address asks for, and what floats above every view.

import { HomeView } from './home/home-view';
import { route } from './route';
import { beginIntroduction } from './server';
import { ConfirmDialog } from './ui/confirm';
import { Deferred } from './ui/deferred';
import { Notices } from './ui/notices';

/** The player is most of the page's weight; who only looks at the first page does not wait for it. */
const loadParty = () => {
  beginIntroduction();
  return import('./party/party-entry').then(({ PartyEntry }) => PartyEntry);
};
const loadReplay = () => import('./replay/replay-view').then(({ ReplayEntry }) => ReplayEntry);
const loadFigures = () => import('./figures/figures-view').then(({ FiguresView }) => FiguresView);
const loadData = () => import('./data/data-view').then(({ DataView }) => DataView);
const loadAdmin = () => import('./admin/admin-view').then(({ AdminView }) => AdminView);
const loadPlaylists = () => import('./playlists/playlists-view').then(({ PlaylistsView }) => PlaylistsView);

export function App() {
  const current = route.value;
  return (
    <>
      {current.view === 'replay' ? (
        <Deferred key={current.partyId} load={loadReplay} props={{ partyId: current.partyId }} waiting="Opening the party…" />
      ) : current.view === 'party' ? (
        <Deferred key={current.code} load={loadParty} props={{ code: current.code }} waiting="Opening the party…" />
      ) : current.view === 'playlists' ? (
        <Deferred key={current.id} load={loadPlaylists} props={{ id: current.id }} waiting="Opening the playlists…" />
      ) : current.view === 'figures' ? (
        <Deferred key={current.partyId} load={loadFigures} props={{ partyId: current.partyId }} waiting="Counting…" />
      ) : current.view === 'data' ? (
        <Deferred key="data" load={loadData} props={{}} waiting="One moment…" />
      ) : current.view === 'admin' ? (
        <Deferred key="admin" load={loadAdmin} props={{ partyId: current.partyId }} waiting="One moment…" />
      ) : (
        <HomeView />
      )}
      <Notices />
      <ConfirmDialog />
    </>
  );
}
