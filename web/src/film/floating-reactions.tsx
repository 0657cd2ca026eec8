// Reactions on their way up the picture.

import type { Party } from '../party/party';
import './floating-reactions.css';

export function FloatingReactions({ party }: { party: Party }) {
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
