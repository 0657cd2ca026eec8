// How well this screen keeps up, in words, and what the connection is doing when that matters more. Opens the panel that
// says how it is measured.

import type { ConnectionStatus, FollowerStatus } from '@matinee/sdk';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Player } from '../film/player';
import type { Party } from '../party/party';
import { driftText } from '../text';
import './sync-indicator.css';

type Tone = 'good' | 'busy' | 'bad' | 'quiet';

interface Indication {
  tone: Tone;
  text: string;
  /** Without numbers that keep changing, for screen readers. */
  spoken: string;
}

const say = (tone: Tone, text: string, spoken = text): Indication => ({ tone, text, spoken });

/** What to show for a connected player. */
export function indicationOf(status: FollowerStatus): Indication {
  const drift = status.driftMs === null ? null : driftText(status.driftMs);
  switch (status.state) {
    case 'idle':
      return say('quiet', 'Waiting for a film');
    case 'loading':
      return say('busy', 'Loading…');
    case 'buffering':
      return say('busy', 'Buffering…');
    case 'paused':
      return say('good', 'Paused together');
    case 'holding':
      return say('busy', 'Waiting for others');
    case 'scheduled':
      return say('good', 'Ready to start together');
    case 'in-sync':
      return say('good', drift === null ? 'In sync' : `In sync, ${drift}`, 'In sync');
    case 'adjusting': {
      const side = (status.driftMs ?? 0) < 0 ? 'behind' : 'ahead';
      return say('busy', drift === null ? 'Catching up' : `Adjusting, ${drift} ${side}`, 'Adjusting');
    }
    case 'unaligned':
      return say('busy', 'Live, not in step');
    case 'ended':
      return say('quiet', 'The film is over');
    case 'detached':
      return say('busy', 'On your own');
    case 'blocked':
      return say('bad', 'Waiting for your click');
  }
}

interface SyncIndicatorProps {
  party: Party;
  player: Player;
  /** Opens the panel with the measurements. */
  open: () => void;
}

export function SyncIndicator({ party, player, open }: SyncIndicatorProps) {
  const connection = party.status.value;
  const secondsLeft = useSecondsLeft(connection);
  const indication =
    connection.kind !== 'open'
      ? lineOf(connection, secondsLeft)
      : player.problem.value !== ''
        ? say('bad', 'The film does not play here')
        : indicationOf(player.status.value);
  return (
    <>
      <button
        type="button"
        class={`sync sync-${indication.tone}`}
        data-testid="sync"
        title="How far this screen is from the party: open the measurements"
        onClick={open}
      >
        <span class="visually-hidden">Sync: </span>
        {indication.text}
      </button>
      <span class="visually-hidden" role="status">
        {indication.spoken}
      </span>
    </>
  );
}

function lineOf(connection: ConnectionStatus, secondsLeft: number): Indication {
  if (connection.kind !== 'waiting') return say('busy', 'Connecting…');
  return say('bad', `Connection lost, retrying in ${secondsLeft} s…`, 'Connection lost, retrying');
}

/** Counts a wait down, once a second. */
function useSecondsLeft(connection: ConnectionStatus): number {
  const left = useSignal(0);
  useEffect(() => {
    if (connection.kind !== 'waiting') return;
    const endsAt = performance.now() + connection.retryInMs;
    const count = () => (left.value = Math.max(0, Math.ceil((endsAt - performance.now()) / 1000)));
    count();
    const timer = setInterval(count, 1000);
    return () => clearInterval(timer);
  }, [connection]);
  return left.value;
}
