// One person's client: the SDK as an application uses it, in a tab of its own, over a link of its own, with a player of
// its own. Knows what the simulation did to it and since when nothing was done.

import {
  followTimeline,
  PartyConnection,
  type Command,
  type FollowerState,
  type MediaFollower,
  type PartyState,
} from '@matinee/sdk';
import type { EventQueue } from './event-queue.js';
import { Link } from './link.js';
import { LocalClock } from './local-clock.js';
import { SimulatedMedia } from './media-player.js';
import { SimulatedSocket, type Dialer, type Network } from './network.js';
import type { ViewerProfile } from './profiles.js';
import type { Random } from './random.js';
import { serverEpochMs } from './server.js';
import { Tab } from './tab.js';

/** Every film lasts this long, in ms. */
export const filmMs = 2 * 3_600_000;

/** What last happened to a viewer from outside. */
export interface Disturbance {
  kind: string;
  /** True time in ms when it was over. */
  endedAt: number;
}

export class Viewer implements Dialer {
  readonly link: Link;
  /** Of the page that is open, or was last. */
  tab: Tab;
  media: SimulatedMedia;
  /** What was done to it last; it may lie ahead. */
  disturbance: Disturbance = { kind: 'join', endedAt: Number.POSITIVE_INFINITY };
  /** True time since which the line has been open without a break; infinite while it is not. */
  openSince = Number.POSITIVE_INFINITY;
  state: FollowerState = 'idle';
  shownDriftMs: number | null = null;
  onSent?: (text: string) => void;
  onArrived?: (text: string) => void;
  onState?: (state: PartyState) => void;
  /** Whom to tell what is done to it. */
  readonly onDisturbed: ((disturbance: Disturbance) => void)[] = [];
  private readonly clock: LocalClock;
  private connection: PartyConnection | null = null;
  private follower: MediaFollower | null = null;
  private clip: string | null = null;

  constructor(
    readonly user: string,
    readonly profile: ViewerProfile,
    private readonly queue: EventQueue,
    private readonly network: Network,
    private readonly random: Random,
  ) {
    this.clock = new LocalClock(profile.clock, () => queue.now, serverEpochMs);
    this.link = new Link(queue, profile.link, random.stream('link'));
    this.tab = this.openTab();
    this.media = this.createMedia();
  }

  /** Opens the page. */
  join(): void {
    this.tab = this.openTab();
    this.media = this.createMedia();
    this.clip = null;
    this.state = 'idle';
    this.shownDriftMs = null;
    this.network.register(this);
    this.disturb('join', 0);
    this.tab.run(() => this.startClient());
  }

  /** Closes the page. */
  leave(): void {
    this.tab.run(() => {
      this.follower?.stop();
      this.connection?.close();
    });
    this.tab.close();
    this.media.pause();
    this.network.unregister(this);
    this.openSince = Number.POSITIVE_INFINITY;
    this.connection = null;
    this.follower = null;
  }

  /** Whether the page is open. */
  get joined(): boolean {
    return this.connection !== null;
  }

  /** What the client knows of its party. */
  get party(): PartyState | null {
    return this.connection?.state ?? null;
  }

  /** The client's estimate of server time minus server time, in ms; null without one. */
  get clockErrorMs(): number | null {
    const estimate = this.tab.read(() => this.connection?.clock.serverNowMs() ?? null);
    return estimate === null ? null : estimate - serverEpochMs - this.queue.now;
  }

  /** Whether it is meant to be where the party is: the page is open, the machine awake, the person not on their own. */
  get following(): boolean {
    return this.joined && !this.tab.sleeping && this.state !== 'detached' && this.state !== 'blocked';
  }

  command(command: Command): void {
    this.tab.post(() => this.connection?.send(command));
  }

  /** Notes that something is done to this viewer which is over in that time. */
  disturb(kind: string, forMs: number): void {
    const endedAt = this.queue.now + forMs;
    for (const listener of this.onDisturbed) listener({ kind, endedAt });
    if (Number.isFinite(this.disturbance.endedAt) && endedAt < this.disturbance.endedAt) return;
    this.disturbance = { kind, endedAt };
  }

  /** The person presses pause on the player itself, and asks to be taken back later. */
  pauseForOneself(forMs: number): void {
    this.disturb('own pause', forMs);
    this.media.pause();
    this.queue.after(forMs, () => this.tab.post(() => this.follower?.rejoin()));
  }

  private openTab(): Tab {
    return new Tab(this.queue, this.clock, this.profile.thread, this.random);
  }

  private createMedia(): SimulatedMedia {
    return new SimulatedMedia(this.queue, this.tab, this.profile.player, this.random);
  }

  private startClient(): void {
    const connection = new PartyConnection({
      url: 'ws://simulated/',
      WebSocket: SimulatedSocket,
      random: () => this.random.next(),
    });
    this.connection = connection;
    connection.on('status', ({ kind }) => {
      this.openSince = kind === 'open' ? this.queue.now : Number.POSITIVE_INFINITY;
      this.tab.connecting = kind !== 'open';
    });
    connection.on('state', (state) => this.onPartyState(state));
    this.follower = followTimeline(this.media as unknown as HTMLMediaElement, connection);
    this.follower.on('status', ({ state, driftMs, soundBlocked }) => {
      if ((state === 'blocked' || soundBlocked) && this.state !== 'blocked') this.clickSoon();
      this.state = state;
      this.shownDriftMs = driftMs;
    });
  }

  /** The application's part: the film of the party's clip. */
  private onPartyState(state: PartyState): void {
    this.onState?.(state);
    const clip = state.playback?.clipId ?? null;
    if (clip === this.clip) return;
    this.clip = clip;
    if (clip !== null) this.media.open(`film:${clip}`, filmMs);
  }

  /** The person sees that a click is wanted, and clicks. */
  private clickSoon(): void {
    const waitMs = this.random.between(500, 8000);
    this.disturb('click', waitMs);
    this.queue.after(waitMs, () => {
      this.media.allow();
      this.tab.post(() => this.follower?.allowPlayback());
    });
  }
}
