// What the room has to say over the film: a wait, a question, a start. And what happens, while the chat is out of sight.

import { useEffect } from 'preact/hooks';
import type { Film } from '../film/film';
import type { Party } from '../party/party';
import type { PartyLayout } from '../party/party-layout';
import { ControlWishCard } from './control-wish-card';
import { ReadyCheckCard } from './ready-check-card';
import { StartCountdown } from './start-countdown';
import { WaitingBanner } from './waiting-banner';
import { WaitingRoomCard } from './waiting-room-card';

interface RoomNoticesProps {
  party: Party;
  layout: PartyLayout;
  film: Film | null;
}

export function RoomNotices({ party, layout, film }: RoomNoticesProps) {
  useHappenings(party, layout, film);
  return (
    <>
      <WaitingBanner party={party} />
      <ReadyCheckCard party={party} />
      <ControlWishCard party={party} />
      <WaitingRoomCard party={party} />
      <StartCountdown party={party} />
    </>
  );
}

/** Says over the film what the chat cannot show, for eyes and screen readers alike: the note is a status region. */
function useHappenings(party: Party, layout: PartyLayout, film: Film | null): void {
  useEffect(() => {
    if (film === null) return;
    let seen = party.conversation.lines.peek().at(-1);
    return party.conversation.lines.subscribe((lines) => {
      const last = lines.at(-1);
      const isNew = last !== seen;
      seen = last;
      if (isNew && last?.kind === 'happening' && !layout.chatSeen.peek()) film.player.note.show(last.text);
    });
  }, [party, layout, film]);
}
