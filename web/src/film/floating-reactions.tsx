// Reactions on their way up the picture.

import type { Floating } from './floating';
import './floating-reactions.css';

export function FloatingReactions({ floating }: { floating: Floating }) {
  return (
    <div class="floating" aria-hidden="true">
      {floating.shown.value.map(({ id, emoji }) => (
        <span key={id} class={`floating-lane-${id % 6}`}>
          {emoji}
        </span>
      ))}
    </div>
  );
}
