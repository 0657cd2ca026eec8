// How the host gives somebody control of the film who asks for it: what that takes depends on the settings. Pure.

import { mayControl, type Command, type PartySettings, type Role } from '@matinee/sdk';

/** An offer to the host. */
export interface ControlGrant {
  label: string;
  /** What it does beyond the one who asks; empty for nothing. */
  note: string;
  /** In this order. */
  commands: readonly Command[];
}

/** Null where they control the film already. */
export function controlGrant(userId: string, role: Role, settings: Pick<PartySettings, 'control_by'>): ControlGrant | null {
  if (mayControl(role, settings as PartySettings)) return null;
  const promote: Command = { type: 'promote', user_id: userId };
  if (settings.control_by !== 'host') return { label: 'Make co-host', note: '', commands: [promote] };
  const share: Command = { type: 'settings', control_by: 'hosts' };
  const makes = role === 'co-host' ? 'lets' : 'makes them a co-host, and lets';
  return {
    label: 'Give control',
    note: `You alone control the film now. This ${makes} every co-host control it.`,
    commands: role === 'co-host' ? [share] : [share, promote],
  };
}
