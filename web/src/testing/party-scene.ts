// A party of which a test plays the server: what the line tells, and what HTTP answers.

import {
  defaultPartySettings,
  ProblemError,
  unknownParty,
  type Clip,
  type Command,
  type ConnectionStatus,
  type PartyConnection,
  type PartyDetails,
  type PartyState,
  type Role,
} from '@matinee/sdk';
import { afterEach, beforeEach, vi } from 'vitest';
import { api, session } from '../server';
import { Party } from '../party/party';

/** What a failed request throws. */
export const failure = (status: number, code = `HTTP_${status}`) => new ProblemError({ type: 'about:blank', title: code, status, detail: '', code });
const me = { user_id: 'alice', display_name: 'Alice', avatar_url: null, is_active: true, last_sync: null };

/** A connection as the test plays it; open from the beginning. */
export class Line {
  status: ConnectionStatus = { kind: 'open' };
  state: PartyState;
  readonly sent: Command[] = [];
  private readonly listeners = new Map<string, Set<(value: unknown) => void>>();

  constructor(role: Role) {
    this.state = { ...unknownParty, participants: [{ ...me, role }], settings: defaultPartySettings };
  }

  on(name: string, listener: (value: unknown) => void): () => void {
    const all = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, all.add(listener));
    return () => all.delete(listener);
  }
  send(command: Command): boolean {
    if (this.status.kind !== 'open') return false;
    this.sent.push(command);
    return true;
  }
  close(): void {}

  tells(event: object): void {
    this.emit('event', { server_time_ms: 0, clip_id: null, ...event });
  }
  plays(clipId: string): void {
    this.state = { ...this.state, playback: { clipId, positionMs: 0, atMs: 0, playing: true, rate: 1 } };
    this.emit('state', this.state);
  }
  gives(role: Role): void {
    this.state = { ...this.state, participants: [{ ...me, role }] };
    this.emit('state', this.state);
  }
  becomes(status: ConnectionStatus): void {
    this.status = status;
    this.emit('status', status);
  }
  comesBack(): void {
    this.becomes({ kind: 'waiting', retryInMs: 1, attempt: 1 });
    this.becomes({ kind: 'open' });
  }
  private emit(name: string, value: unknown): void {
    for (const listener of this.listeners.get(name) ?? []) listener(value);
  }
}

/** Alice is its host. */
export const details = { id: 'p-1', current_clip_id: null, role: 'host', invite_code: 'OLD234', may_reclaim: false } as PartyDetails;
export const clipOf = (id: string) => ({ id, title: id, url: `https://films.example/${id}.mp4` }) as Clip;
/** What `setScene` opened last. */
export interface Scene {
  line: Line;
  party: Party;
}

type Open = (as?: { role?: Role }) => void;

/** Before each test every request has an answer; `open()` opens the party, which is closed after the test. */
export function setScene(): Scene & { open: Open } {
  const scene = {
    open: ({ role = 'host' } = {}) => {
      scene.line = new Line(role);
      scene.party = new Party({ ...details, role }, scene.line as unknown as PartyConnection);
    },
  } as Scene & { open: Open };
  beforeEach(() => {
    vi.useFakeTimers();
    session.value = { user_id: 'alice', display_name: 'Alice', avatar_url: null, guest: true, expires_at: null };
    vi.spyOn(api, 'messages').mockResolvedValue({ messages: [], next: null });
    vi.spyOn(api, 'feed').mockResolvedValue([]);
    vi.spyOn(api, 'kicks').mockResolvedValue([]);
    vi.spyOn(api, 'joinRequests').mockResolvedValue([]);
    vi.spyOn(api, 'messageReports').mockResolvedValue([]);
    vi.spyOn(api, 'reactionLine').mockRejectedValue(failure(0));
    vi.spyOn(api, 'party').mockResolvedValue(details);
    vi.spyOn(api, 'clip').mockImplementation(async (id) => clipOf(id));
  });
  afterEach(() => {
    scene.party.close();
    vi.restoreAllMocks();
    vi.useRealTimers();
  });
  return scene;
}

/** Lets answers that are there arrive. */
export const settle = () => vi.advanceTimersByTimeAsync(0);
