// The settings of a party in words. Pure.

import type { PartySettings, WaitingPolicy } from '@matinee/sdk';

/** A policy as the dialog offers it. */
export interface PolicyChoice {
  policy: WaitingPolicy;
  label: string;
  detail: string;
}

/** From patient to strict clock. */
export const policyChoices: readonly PolicyChoice[] = [
  { policy: 'everyone', label: 'Everyone', detail: 'When someone’s film stalls, it stops for all until it is back.' },
  { policy: 'quorum', label: 'Most of us', detail: 'It goes on as soon as half of us are ready.' },
  { policy: 'host', label: 'The host', detail: 'Only the host’s screen can hold the film up.' },
  { policy: 'off', label: 'Nobody', detail: 'It never stops; who falls behind catches up.' },
];

/** What the page gives a new party; the server's own defaults are those of the bare specification. */
export const settingsOfNewParty: PartySettings = { waiting: 'everyone', resume_after_seek: true };

const waitsFor: Record<WaitingPolicy, string> = {
  off: 'the film waits for nobody',
  host: 'the film waits for the host',
  quorum: 'the film waits for most',
  everyone: 'the film waits for everyone',
};

const seekText = (plays: boolean) => (plays ? 'a jump plays on' : 'a jump pauses');

/** One sentence without its full stop, for the list of people. */
export function settingsText({ waiting, resume_after_seek }: PartySettings): string {
  const text = `${waitsFor[waiting]}, ${seekText(resume_after_seek)}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What is different, or everything when what was before is not known. */
export function settingsChangeText(before: PartySettings | null, after: PartySettings): string {
  const parts = [
    before?.waiting === after.waiting ? null : waitsFor[after.waiting],
    before?.resume_after_seek === after.resume_after_seek ? null : seekText(after.resume_after_seek),
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'all as before' : parts.join(', ');
}
