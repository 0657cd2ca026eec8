// The settings of a party in words. Pure.

import type { ControlPolicy, PartySettings, SettingsChangedEvent, WaitingPolicy } from '@matinee/sdk';

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
  { policy: 'off', label: 'Nobody', detail: 'It never stops; whoever falls behind catches up.' },
];

/** Who may control the film, as the dialog offers it. */
export const controlChoices: readonly { policy: ControlPolicy; label: string; detail: string }[] = [
  { policy: 'hosts', label: 'Host and co-hosts', detail: 'Whoever the host makes a co-host.' },
  { policy: 'everyone', label: 'Everyone', detail: 'Each of us plays, pauses and chooses films.' },
  { policy: 'host', label: 'The host alone', detail: 'Co-hosts only watch, too.' },
];

const controlText: Record<ControlPolicy, string> = {
  host: 'the host alone controls',
  hosts: 'host and co-hosts control',
  everyone: 'everyone controls',
};
const approvalText = (asks: boolean) => (asks ? 'who comes waits to be let in' : 'who comes is let in at once');
const passwordText = (has: boolean) => (has ? 'a password is asked for' : 'no password is asked for');
const lockText = (locked: boolean) => (locked ? 'locked: nobody new gets in' : 'open to who has the code');

/** What the page gives a new party; the server's own defaults are those of the bare specification. */
export const settingsOfNewParty: PartySettings = {
  waiting: 'everyone',
  resume_after_seek: true,
};

const waitsFor: Record<WaitingPolicy, string> = {
  off: 'the film waits for nobody',
  host: 'the film waits for the host',
  quorum: 'the film waits for most',
  everyone: 'the film waits for everyone',
};

const seekText = (plays: boolean) => (plays ? 'a jump plays on' : 'a jump pauses');

/** What the dialog offers between two messages of a viewer, in ms. */
export const slowModeChoices: readonly number[] = [0, 5_000, 15_000, 30_000, 60_000, 300_000];

export function slowModeText(ms: number): string {
  if (ms === 0) return 'Off';
  return ms < 60_000 ? `A message every ${Math.round(ms / 1000)} s` : `A message every ${Math.round(ms / 60_000)} min`;
}

const chatText = (chat: PartySettings['chat']) => (chat === 'hosts' ? 'only hosts write' : 'everyone writes');
const slowText = (ms: number) => (ms === 0 ? 'slow mode is off' : `slow mode: ${slowModeText(ms).toLowerCase()}`);

const queueText = (by: PartySettings['queue_by']) =>
  by === 'everyone' ? 'everyone may change the queue' : 'hosts change the queue';

/** How many have to want a film skipped, as the dialog offers it. */
export const voteChoices: readonly { percent: number; label: string }[] = [
  { percent: 0, label: 'Nobody can' },
  { percent: 1, label: 'One vote' },
  { percent: 34, label: 'A third of us' },
  { percent: 50, label: 'Half of us' },
  { percent: 67, label: 'Two thirds of us' },
  { percent: 100, label: 'All of us' },
];

const voteText = (percent = 0) => (percent === 0 ? 'no votes to skip' : `votes of ${percent} % skip`);

/** One sentence without its full stop, for the list of people. */
export function settingsText({ waiting, resume_after_seek, control_by = 'hosts', locked = false, approval = false }: PartySettings): string {
  const special = [
    control_by === 'hosts' ? '' : `, ${controlText[control_by]}`,
    locked ? `, ${lockText(true)}` : '',
    approval && !locked ? `, ${approvalText(true)}` : '',
  ];
  const text = `${waitsFor[waiting]}, ${seekText(resume_after_seek)}${special.join('')}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

type Texts = { [Name in keyof PartySettings]-?: (settings: PartySettings) => string };

/** Each setting by itself, in the order in which changes are told; left out is what an older server leaves out. */
const textOf: Texts = {
  waiting: ({ waiting }) => waitsFor[waiting],
  resume_after_seek: ({ resume_after_seek: plays }) => seekText(plays),
  chat: ({ chat }) => chatText(chat),
  slow_mode_ms: ({ slow_mode_ms: ms = 0 }) => slowText(ms),
  queue_by: ({ queue_by: by }) => queueText(by),
  vote_skip_percent: ({ vote_skip_percent: percent }) => voteText(percent),
  control_by: ({ control_by: by = 'hosts' }) => controlText[by],
  locked: ({ locked = false }) => lockText(locked),
  approval: ({ approval: asks = false }) => approvalText(asks),
  has_password: ({ has_password: has = false }) => passwordText(has),
};

/** What is different. Where the server does not say, what sounds different than before; everything when that is not known. */
export function settingsChangeText({ settings, changed }: Pick<SettingsChangedEvent, 'settings' | 'changed'>, before: PartySettings | null): string {
  const isChanged = (name: keyof PartySettings) =>
    changed?.includes(name) ?? (before === null || textOf[name](before) !== textOf[name](settings));
  const names = (Object.keys(textOf) as (keyof PartySettings)[]).filter(isChanged);
  return names.length === 0 ? 'all as before' : names.map((name) => textOf[name](settings)).join(', ');
}
