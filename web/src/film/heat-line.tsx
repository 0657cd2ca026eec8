// A line over the seek bar: the higher, the more people reacted there.

import { heatPath, type ReactionHeat } from './reaction-heat';

export function HeatLine({ heat, durationMs }: { heat: ReactionHeat; durationMs: number }) {
  const path = heatPath(heat.heat.value, durationMs);
  if (path === '') return null;
  return (
    <svg class="heat-line" viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true" data-testid="heat-line">
      <path d={path} fill="currentColor" />
    </svg>
  );
}
