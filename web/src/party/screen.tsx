// The picture with its controls bar, and what lies over the picture when there is none.

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { ControlsBar } from './controls-bar';
import type { Party } from './party';
import { Player } from './player';

export function Screen({ party }: { party: Party }) {
  const section = useRef<HTMLElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const player = useSignal<Player | null>(null);
  useEffect(() => {
    if (video.current === null) return;
    const created = new Player(party, video.current);
    player.value = created;
    return () => created.close();
  }, [party]);

  const { clip } = party;
  return (
    <section class="screen" ref={section} aria-label="Film">
      <div class="picture">
        <video ref={video} src={clip.value?.url} playsInline preload="auto" aria-label={clip.value?.title ?? 'No film'} />
        {player.value !== null && <Overlay party={party} player={player.value} />}
        <FloatingReactions party={party} />
      </div>
      {player.value !== null && (
        <ControlsBar party={party} player={player.value} video={video} section={section} />
      )}
    </section>
  );
}

/** One thing at a time lies over the picture: a problem, a question, or what to wait for. */
function Overlay({ party, player }: { party: Party; player: Player }) {
  const { state, soundBlocked } = player.status.value;
  const problem = party.clipProblem.value || player.problem.value;
  if (problem !== '') return <div class="overlay overlay-solid" role="alert">{problem}</div>;
  if (party.clipId.value === null) {
    const text = party.canControl.value ? 'Choose a film below to begin.' : 'Waiting for the host to choose a film.';
    return <div class="overlay overlay-solid">{text}</div>;
  }
  if (state === 'blocked' || soundBlocked) {
    return (
      <div class={state === 'blocked' ? 'overlay' : 'overlay overlay-clear'}>
        <button type="button" class="button button-primary" onClick={() => player.follower.allowPlayback()}>
          {state === 'blocked' ? 'Start watching' : 'Turn sound on'}
        </button>
      </div>
    );
  }
  if (state === 'detached') {
    return (
      <div class="overlay">
        <button type="button" class="button button-primary" onClick={() => player.follower.rejoin()}>
          Back to the party
        </button>
      </div>
    );
  }
  return null;
}

function FloatingReactions({ party }: { party: Party }) {
  return (
    <div class="floating" aria-hidden="true">
      {party.floating.value.map(({ id, emoji }) => (
        <span key={id} class={`floating-lane-${id % 6}`}>
          {emoji}
        </span>
      ))}
    </div>
  );
}
