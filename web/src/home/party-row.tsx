// One party in a list: what it is called, what goes on there, and the way in.

import { isLivePosition, type PartyListing } from '@matinee/sdk';
import type { ComponentChildren } from 'preact';
import { navigate } from '../route';
import { clockText } from '../text';

interface PartyRowProps {
  title: string;
  /** Smaller, below the title. */
  children: ComponentChildren;
  /** Where the way in leads; null: there is none. */
  path: string | null;
  /** What going in is called here. */
  action: string;
}

export function PartyRow({ title, children, path, action }: PartyRowProps) {
  const enter = (event: MouseEvent) => {
    if (path === null || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    navigate(path);
  };
  return (
    <li class="party-row">
      <div class="party-row-text">
        <p class="party-row-title" dir="auto">
          {title}
        </p>
        <p class="party-row-detail">{children}</p>
      </div>
      {path !== null && (
        <a class="button button-small" href={path} aria-label={`${action}: ${title}`} onClick={enter}>
          {action}
        </a>
      )}
    </li>
  );
}

/** `12 here · Sintel at 2:00 · hosted by Alice`. */
export function ListingDetail({ party }: { party: PartyListing }) {
  return (
    <>
      <span>{party.active_count === 0 ? 'Nobody here yet' : `${party.active_count} here`}</span>
      <span dir="auto">{playsText(party)}</span>
      <span>
        hosted by <bdi>{party.host.display_name}</bdi>
      </span>
      {doorText(party) !== '' && <span>{doorText(party)}</span>}
    </>
  );
}

/** What stands between a stranger and a seat. */
export function doorText({ has_password: password, approval, locked }: Pick<PartyListing, 'has_password' | 'approval' | 'locked'>): string {
  if (locked) return 'Locked';
  if (password) return approval ? 'Password, and the host lets people in' : 'Password';
  return approval ? 'The host lets people in' : '';
}

function playsText({ current_clip_id: clip, clip_title: title, is_playing: plays, position_ms: position }: PartyListing): string {
  if (clip === null) return 'No film yet';
  if (isLivePosition(position)) return `${title ?? 'A stream'}, live`;
  return `${title ?? 'A film'} ${plays ? 'at' : 'paused at'} ${clockText(position)}`;
}
