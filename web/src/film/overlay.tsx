// One thing at a time lies over the picture: a problem, a question, or what to wait for, always in words.

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Party } from '../party/party';
import { clockText } from '../text';
import { ChooseFilmForm } from './choose-film';
import type { Film } from './film';
import type { Player } from './player';
import './overlay.css';
import { UntiedNotice } from './untied-notice';

/** A wait shorter than this is not worth a word, in ms. */
const patienceMs = 700;

interface OverlayProps {
  party: Party;
  film: Film;
}

export function Overlay({ party, film }: OverlayProps) {
  const { player } = film;
  const { state, soundBlocked } = player.status.value;
  if (player.problem.value !== '') return <Problem party={party} player={player} />;
  if (party.clipId.value === null) return <NoFilm party={party} />;
  if (state === 'blocked') return <Blocked player={player} />;
  return (
    <>
      {soundBlocked && <SoundBlocked player={player} />}
      {player.live.value?.tied === false && state !== 'detached' && !soundBlocked && <UntiedNotice key={party.clipId.value} />}
      {state === 'detached' && <OnYourOwn party={party} film={film} />}
      {(state === 'loading' || state === 'buffering') && <Waiting key={state} text={waitingText(state)} />}
    </>
  );
}

function waitingText(state: 'loading' | 'buffering'): string {
  return state === 'loading' ? 'Loading the film…' : 'Buffering: waiting for more of the film…';
}

function Problem({ party, player }: { party: Party; player: Player }) {
  return (
    <div class="overlay overlay-solid" role="alert">
      <p>{player.problem.value}</p>
      <div class="button-row">
        <button type="button" class="button" onClick={() => (party.clip.value === null ? party.retryClip() : player.source.retry())}>
          Try again
        </button>
      </div>
    </div>
  );
}

function NoFilm({ party }: { party: Party }) {
  if (!party.canControl.value) {
    return <div class="overlay overlay-solid">Waiting for the host to choose a film.</div>;
  }
  return (
    <div class="overlay overlay-solid">
      <h2>Choose a film</h2>
      <ChooseFilmForm party={party} />
    </div>
  );
}

function Blocked({ player }: { player: Player }) {
  return (
    <div class="overlay overlay-dim">
      <div class="overlay-card">
        <p>Your browser needs one click before it plays.</p>
        <button type="button" class="button button-primary" onClick={() => player.allowPlayback()}>
          Start watching
        </button>
      </div>
    </div>
  );
}

function SoundBlocked({ player }: { player: Player }) {
  return (
    <div class="overlay-strip">
      <span>The browser plays without sound until you click.</span>
      <button type="button" class="button button-small button-primary" onClick={() => player.allowPlayback()}>
        Turn sound on
      </button>
    </div>
  );
}

function OnYourOwn({ party, film }: OverlayProps) {
  const { player, actions } = film;
  const awayMs = player.positionMs.value - player.ownPositionMs();
  const unknown = player.live.value?.tied === false;
  const where = unknown || Math.abs(awayMs) < 1000 ? '' : `The party is ${clockText(Math.abs(awayMs))} ${awayMs > 0 ? 'ahead' : 'behind'}.`;
  return (
    <div class="overlay-strip">
      <p>
        <strong role="status">You are on your own.</strong> {where}
        {party.playing.value ? '' : ' The party is paused.'}
      </p>
      <button type="button" class="button button-small button-primary" onClick={() => actions.togglePersonalPause()}>
        Back to the party
      </button>
    </div>
  );
}

/** Appears only when the wait lasts. */
function Waiting({ text }: { text: string }) {
  const lasts = useSignal(false);
  useEffect(() => {
    const timer = setTimeout(() => (lasts.value = true), patienceMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class="overlay-pill" role="status">
      {lasts.value && <span>{text}</span>}
    </div>
  );
}
