// The frame of the page: which view the address asks for, and what floats above every view.

import { HomeView } from './home/home-view';
import { PartyEntry } from './party/party-entry';
import { route } from './route';
import { ConfirmDialog } from './ui/confirm';
import { Notices } from './ui/notices';

export function App() {
  const current = route.value;
  return (
    <>
      {current.view === 'party' ? <PartyEntry key={current.code} code={current.code} /> : <HomeView />}
      <Notices />
      <ConfirmDialog />
    </>
  );
}
