// The way into `/party/CODE`: sign in if needed, join, and show the party until it is over.

import type { PartyDetails } from '@matinee/sdk';
import { useSignal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { navigate, replayPath } from '../route';
import { api, introduce, session } from '../server';
import { PageHeader } from '../ui/page-header';
import { SignInForm } from '../ui/sign-in';
import { farewellOfProblem, type Farewell } from './farewell';
import { Party } from './party';
import { PartyView } from './party-view';

type Stage =
  /** The view is gone; nothing may start any more. */
  | { kind: 'closed' }
  | { kind: 'opening' }
  | { kind: 'sign-in' }
  | { kind: 'inside'; party: Party }
  | { kind: 'over'; farewell: Farewell };

export function PartyEntry({ code }: { code: string }) {
  const stage = useSignal<Stage>({ kind: 'opening' });
  useEffect(() => {
    document.title = `Party ${code} – Matinee`;
    void open(code, stage, true);
    return () => close(stage);
  }, [code]);
  useEffect(() => {
    if (stage.peek().kind === 'sign-in' && session.value !== null) void open(code, stage, false);
  }, [session.value]);

  const current = stage.value;
  if (current.kind === 'inside') {
    const { over } = current.party;
    return over.value === null ? (
      <PartyView party={current.party} />
    ) : (
      <Over farewell={over.value} retry={() => reopen(code, stage)} partyId={current.party.details.id} />
    );
  }
  if (current.kind === 'over') return <Over farewell={current.farewell} retry={() => reopen(code, stage)} />;
  return (
    <div class="home">
      <PageHeader />
      <main>
        {current.kind === 'sign-in' ? <Invitation code={code} /> : <p class="opening">Opening the party…</p>}
      </main>
    </div>
  );
}

async function open(code: string, stage: Signal<Stage>, introduction: boolean): Promise<void> {
  try {
    if (introduction) await introduce();
    if (session.value === null) {
      stage.value = { kind: 'sign-in' };
      return;
    }
    const { details, socketUrl } = await enter(code);
    if (stage.value.kind === 'closed') return;
    document.title = `${details.title} – Matinee`;
    stage.value = { kind: 'inside', party: new Party(details, socketUrl) };
  } catch (error) {
    stage.value = { kind: 'over', farewell: farewellOfProblem(error) };
  }
}

function close(stage: Signal<Stage>): void {
  const current = stage.peek();
  if (current.kind === 'inside') current.party.close();
  stage.value = { kind: 'closed' };
}

function reopen(code: string, stage: Signal<Stage>): void {
  close(stage);
  stage.value = { kind: 'opening' };
  void open(code, stage, true);
}

/** What a reload needs to come back without joining again, which has an hourly limit. Lives in the history entry. */
interface Seat {
  userId: string;
  partyId: string;
  socketUrl: string;
}

async function enter(code: string): Promise<{ details: PartyDetails; socketUrl: string }> {
  const seat = seatOfHistory();
  if (seat !== null) {
    const details = await api.party(seat.partyId).catch(() => null);
    if (details?.status === 'active') return { details, socketUrl: seat.socketUrl };
  }
  const joined = await api.joinParty(code);
  const details = await api.party(joined.party_id);
  const taken: Seat = { userId: session.value?.user_id ?? '', partyId: joined.party_id, socketUrl: joined.ws_url };
  history.replaceState({ seat: taken }, '');
  return { details, socketUrl: joined.ws_url };
}

function seatOfHistory(): Seat | null {
  const seat = (history.state as { seat?: Seat } | null)?.seat ?? null;
  return seat?.userId === session.value?.user_id ? seat : null;
}

function Invitation({ code }: { code: string }) {
  return (
    <section class="card card-narrow" aria-labelledby="invitation-title">
      <h1 id="invitation-title">You are invited</h1>
      <p class="hint">
        Party <strong class="code">{code}</strong> is waiting for you.
      </p>
      <SignInForm submitLabel="Join the party" />
    </section>
  );
}

interface OverProps {
  farewell: Farewell;
  retry: () => void;
  /** The party this person had a seat in until now. */
  partyId?: string;
}

function Over({ farewell, retry, partyId }: OverProps) {
  return (
    <div class="home">
      <PageHeader />
      <main>
        <section class="card card-narrow" role="alert">
          <h1>{farewell.title}</h1>
          <p>{farewell.text}</p>
          <div class="button-row">
            {farewell.canRetry && (
              <button type="button" class="button button-primary" onClick={retry}>
                Enter again
              </button>
            )}
            {farewell.canWatchAgain === true && partyId !== undefined && (
              <button type="button" class="button button-primary" onClick={() => navigate(replayPath(partyId))}>
                Watch it again with its chat
              </button>
            )}
            <button type="button" class="button" onClick={() => navigate('/')}>
              Go to the start
            </button>
          </div>
        </section>
      </main>
    </div>
  );
}
