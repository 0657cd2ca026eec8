// The way into `/party/CODE`: sign in if needed, join, and show the party until it is over.

import { ProblemError, WaitingToJoinError, type JoinStanding, type PartyConnection, type PartyDetails } from '@matinee/sdk';
import { useSignal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { isInviteCode, navigate, replayPath } from '../route';
import { api, introduce, session } from '../server';
import { PageHeader } from '../ui/page-header';
import { SignInForm } from '../ui/sign-in';
import { PasswordDoor, WaitingRoom } from './door';
import { endedPartyOf } from './ended-party';
import { farewell, farewellOfProblem, type Farewell } from './farewell';
import { openLine } from './open-line';
import { Party } from './party';
import { PartyView } from './party-view';

type Stage =
  /** The view is gone; nothing may start any more. */
  | { kind: 'closed' }
  | { kind: 'opening' }
  | { kind: 'sign-in' }
  | { kind: 'password' }
  | { kind: 'waiting'; partyId: string }
  | { kind: 'inside'; party: Party }
  | { kind: 'over'; farewell: Farewell; endedPartyId?: string };

export function PartyEntry({ code }: { code: string }) {
  const stage = useSignal<Stage>({ kind: 'opening' });
  useEffect(() => {
    document.title = isInviteCode(code) ? `Party ${code} – Matinee` : 'Party – Matinee';
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
  if (current.kind === 'over') {
    const { endedPartyId } = current;
    return <Over farewell={current.farewell} retry={() => reopen(code, stage)} {...(endedPartyId === undefined ? {} : { partyId: endedPartyId })} />;
  }
  return (
    <div class="home">
      <PageHeader />
      <main>
        <Door current={current} code={code} stage={stage} />
      </main>
    </div>
  );
}

/** What stands between somebody and the party. */
function Door({ current, code, stage }: { current: Stage; code: string; stage: Signal<Stage> }) {
  switch (current.kind) {
    case 'sign-in':
      return <Invitation code={code} />;
    case 'password':
      return <PasswordDoor enter={(password) => enterWith(password, code, stage)} />;
    case 'waiting': {
      const answered = (standing: JoinStanding) => void afterAnswer(standing, stage);
      const failed = (error: unknown) => (stage.value = isForgotten(error) ? { kind: 'over', farewell: farewell.forgotten() } : stageOf(error));
      return <WaitingRoom partyId={current.partyId} answered={answered} failed={failed} />;
    }
    default:
      return <p class="opening">Opening the party…</p>;
  }
}

async function open(code: string, stage: Signal<Stage>, introduction: boolean): Promise<void> {
  try {
    const entry = await (introduction ? introduceAndEnter(code) : enter(code));
    if (entry === null) stage.value = { kind: 'sign-in' };
    else goInside(entry, stage);
  } catch (error) {
    if (stage.peek().kind === 'closed') return;
    stage.value = stageOf(error);
    void offerToWatchAgain(code, stage);
  }
}

/** Whoever was in a party that is over may watch it again; which one it was is found out meanwhile. */
async function offerToWatchAgain(code: string, stage: Signal<Stage>): Promise<void> {
  const said = stage.peek();
  if (said.kind !== 'over' || said.farewell.canWatchAgain !== true) return;
  const endedPartyId = await endedPartyOf(code);
  if (endedPartyId !== null && stage.peek() === said) stage.value = { ...said, endedPartyId };
}

/** A wrong password is told where it was entered; anything else that is in the way takes its place. */
async function enterWith(password: string, code: string, stage: Signal<Stage>): Promise<void> {
  try {
    const { party_id, ws_url } = await api.joinParty(code, { password });
    goInside(await take(party_id, ws_url), stage);
  } catch (error) {
    if (error instanceof ProblemError && staysAtPassword(error)) throw error;
    if (stage.peek().kind !== 'closed') stage.value = stageOf(error);
  }
}

const staysAtPassword = ({ code, status }: ProblemError): boolean =>
  code === 'WRONG_PASSWORD' || status === 0 || status === 400 || status === 429 || status >= 500;

async function afterAnswer({ state, party_id, ws_url }: JoinStanding, stage: Signal<Stage>): Promise<void> {
  if (state === 'declined' || ws_url === null) {
    stage.value = { kind: 'over', farewell: farewell.declined() };
    return;
  }
  try {
    goInside(await take(party_id, ws_url), stage);
  } catch (error) {
    stage.value = stageOf(error);
  }
}

function goInside({ details, line, socketUrl }: Entry, stage: Signal<Stage>): void {
  if (stage.peek().kind === 'closed') return line.close();
  const seat: Seat = { userId: session.value?.user_id ?? '', partyId: details.id, socketUrl };
  history.replaceState({ seat }, '');
  document.title = `${details.title} – Matinee`;
  stage.value = { kind: 'inside', party: new Party(details, line) };
}

/** A wish to be let in that nobody answered is gone after a time. */
const isForgotten = (error: unknown): boolean => error instanceof ProblemError && error.code === 'NOT_FOUND';

/** Where somebody is who was not let in at once. */
function stageOf(error: unknown): Stage {
  if (error instanceof WaitingToJoinError) return { kind: 'waiting', partyId: error.partyId };
  if (error instanceof ProblemError && error.code === 'PASSWORD_REQUIRED') return { kind: 'password' };
  return { kind: 'over', farewell: farewellOfProblem(error) };
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

/** What a party view is made of. */
interface Entry {
  details: PartyDetails;
  line: PartyConnection;
  socketUrl: string;
}

/** Null when nobody is signed in. Who comes for the first time joins while the server still tells who they are. */
async function introduceAndEnter(code: string): Promise<Entry | null> {
  const early = keptSeat() === null ? enter(code) : null;
  early?.catch(() => undefined); // refused where nobody is signed in; told to whoever waits for it otherwise
  try {
    await introduce();
  } catch (error) {
    early?.then(({ line }) => line.close()).catch(() => undefined);
    throw error;
  }
  return session.value === null ? null : (early ?? enter(code));
}

async function enter(code: string): Promise<Entry> {
  const seat = keptSeat();
  if (seat !== null && seat.userId === session.value?.user_id) {
    const entry = await take(seat.partyId, seat.socketUrl).catch(() => null);
    if (entry?.details.status === 'active') return entry;
    entry?.line.close();
  }
  const { party_id, ws_url } = await api.joinParty(code);
  return take(party_id, ws_url);
}

/** Opens the line while the details are on their way. */
async function take(partyId: string, socketUrl: string): Promise<Entry> {
  const line = openLine(partyId, socketUrl);
  try {
    return { details: await api.party(partyId), line, socketUrl };
  } catch (error) {
    line.close();
    throw error;
  }
}

function keptSeat(): Seat | null {
  return (history.state as { seat?: Seat } | null)?.seat ?? null;
}

function Invitation({ code }: { code: string }) {
  return (
    <section class="card card-narrow" aria-labelledby="invitation-title">
      <h1 id="invitation-title">You are invited</h1>
      <p class="hint">
        {isInviteCode(code) ? (
          <>
            Party <strong class="code">{code}</strong> is waiting for you.
          </>
        ) : (
          'A public party is waiting for you.'
        )}
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
                Join again
              </button>
            )}
            {farewell.canWatchAgain === true && partyId !== undefined && (
              <button type="button" class="button button-primary" onClick={() => navigate(replayPath(partyId))}>
                Watch it again with its chat
              </button>
            )}
            <button type="button" class="button" onClick={() => navigate('/')}>
              Back to the first page
            </button>
          </div>
        </section>
      </main>
    </div>
  );
}
