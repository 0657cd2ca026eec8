// Invitations in words. Pure.

import type { Invitation } from '@matinee/sdk';

/** How many an invitation lets in, as the dialog offers it; null: as many as there are seats. */
export const usesOffered: readonly { uses: number | null; label: string }[] = [
  { uses: 1, label: 'one person' },
  { uses: 5, label: 'five people' },
  { uses: 20, label: 'twenty people' },
  { uses: null, label: 'everyone' },
];

const hourMs = 3_600_000;

/** For how long; null: as long as the party goes on. */
export const lifetimes: readonly { ms: number | null; label: string }[] = [
  { ms: hourMs, label: 'an hour' },
  { ms: 24 * hourMs, label: 'a day' },
  { ms: 7 * 24 * hourMs, label: 'a week' },
  { ms: null, label: 'good' },
];

function remainingText(ms: number): string {
  if (ms < hourMs) return `${Math.max(1, Math.round(ms / 60_000))} min`;
  return ms < 48 * hourMs ? `${Math.round(ms / hourMs)} h` : `${Math.round(ms / (24 * hourMs))} days`;
}

/** How it stands, in one line. */
export function invitationText({ state, uses, max_uses, expires_at }: Invitation, nowMs: number): string {
  if (state === 'used_up') return 'Used up';
  if (state === 'expired') return 'Expired';
  const counted = max_uses === null ? `${uses} came` : `${uses} of ${max_uses} used`;
  return expires_at === null ? counted : `${counted}, good for ${remainingText(Date.parse(expires_at) - nowMs)}`;
}
