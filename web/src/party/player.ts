// The video of a party: joins a video element to the party's timeline and tells how well it keeps up.
// Volume and layout stay with the components.

import { MediaFollower, type FollowerStatus, type OwnAction } from '@matinee/sdk';
import { signal } from '@preact/signals';
import type { Party } from './party';

/** The share of a new measurement in the shown drift: calm digits instead of noise. */
const smoothing = 0.25;
/** What the indicator shows changes no more often than this, in ms. */
const indicatorIntervalMs = 500;

/** A video element kept on a party's timeline, from construction to `close()`. */
export class Player {
  readonly follower: MediaFollower;
  readonly status = signal<FollowerStatus>({ state: 'idle', driftMs: null, soundBlocked: false });
  /** The party's position, for the seek bar, in ms. */
  readonly positionMs = signal(0);
  /** The film's length in ms; 0 while unknown. */
  readonly durationMs = signal(0);
  /** Why the browser cannot show the film; empty when it can. */
  readonly problem = signal('');

  private readonly cleanups: (() => void)[] = [];
  private smoothedMs: number | null = null;
  private shownAtMs = Number.NEGATIVE_INFINITY;
  private rejoinOnChange = false;

  constructor(
    private readonly party: Party,
    private readonly video: HTMLVideoElement,
  ) {
    const { connection } = party;
    this.follower = new MediaFollower(video, {
      playback: () => connection.state.playback,
      serverNowMs: () => connection.clock.serverNowMs(),
    });
    this.cleanups.push(
      this.follower.on('status', (status) => this.onStatus(status)),
      this.follower.on('ownAction', (action) => this.onOwnAction(action)),
      connection.on('state', () => this.onPartyState()),
    );
    this.listen('error', () => (this.problem.value = video.error === null ? '' : mediaProblem(video.error)));
    this.listen('loadstart', () => (this.problem.value = ''));
    this.listen('durationchange', () => {
      this.durationMs.value = Number.isFinite(video.duration) ? video.duration * 1000 : 0;
    });
    this.follower.start();
  }

  close(): void {
    for (const cleanup of this.cleanups.splice(0)) cleanup();
    this.follower.stop();
  }

  private onStatus(status: FollowerStatus): void {
    const { connection } = this.party;
    if (this.video.readyState > 0) connection.report(this.follower.report());
    const limitMs = this.durationMs.value || Number.POSITIVE_INFINITY;
    this.positionMs.value = Math.min(connection.positionNowMs() ?? 0, limitMs);
    this.show(status);
  }

  private show(status: FollowerStatus): void {
    const previous = this.smoothedMs;
    const measured = status.driftMs;
    const keepsUp = status.state === 'in-sync' || status.state === 'adjusting';
    this.smoothedMs = measured === null || !keepsUp ? null : (previous ?? measured) * (1 - smoothing) + measured * smoothing;
    const changed = status.state !== this.status.value.state || status.soundBlocked !== this.status.value.soundBlocked;
    const now = performance.now();
    if (!changed && now - this.shownAtMs < indicatorIntervalMs) return;
    this.shownAtMs = now;
    this.status.value = { ...status, driftMs: this.smoothedMs ?? measured };
  }

  /** Media keys and headphones of someone who controls the party control the party. */
  private onOwnAction(action: OwnAction): void {
    if (!this.party.canControl.value) return;
    this.rejoinOnChange = true;
    this.party.send(action.kind === 'seek' ? { type: 'seek', position: action.positionMs / 1000 } : { type: action.kind });
  }

  private onPartyState(): void {
    if (this.rejoinOnChange) {
      this.rejoinOnChange = false;
      this.follower.rejoin();
    } else {
      this.follower.update();
    }
  }

  private listen(name: string, listener: () => void): void {
    this.video.addEventListener(name, listener);
    this.cleanups.push(() => this.video.removeEventListener(name, listener));
  }
}

function mediaProblem(error: MediaError): string {
  switch (error.code) {
    case MediaError.MEDIA_ERR_NETWORK:
      return 'The film stopped loading. Its server may be down.';
    case MediaError.MEDIA_ERR_DECODE:
      return 'The film is damaged or uses a format this browser cannot decode.';
    default:
      return 'This browser cannot play the film. The address must lead directly to a video file, such as MP4 or WebM.';
  }
}
