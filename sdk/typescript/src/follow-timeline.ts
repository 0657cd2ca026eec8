// Joins a media to a connection with one call.

import type { MediaAdapter } from './media-adapter.js';
import { MediaFollower, type FollowerState, type MediaFollowerOptions } from './media-follower.js';
import type { PartyConnection } from './party-connection.js';

/**
 * Keeps a media element, or a player behind a `MediaAdapter`, on the party of a connection, and reports to the server how
 * it does. Starts at once; the follower's `stop()` ends it.
 */
export function followTimeline(
  media: HTMLMediaElement | MediaAdapter,
  connection: PartyConnection,
  options: MediaFollowerOptions = {},
): MediaFollower {
  const follower = new ConnectionFollower(media, connection, options);
  follower.start();
  return follower;
}

/** While there is no film, that somebody is here is told this often, in ms: often enough to be waited for by the first. */
const idleReportMs = 4000;

class ConnectionFollower extends MediaFollower {
  private idleReportDueMs = Number.NEGATIVE_INFINITY;
  private forgetConnection: (() => void)[] = [];

  constructor(
    media: HTMLMediaElement | MediaAdapter,
    private readonly connection: PartyConnection,
    options: MediaFollowerOptions,
  ) {
    super(
      media,
      {
        playback: () => connection.state.playback,
        serverNowMs: () => connection.clock.serverNowMs(),
        holding: () => connection.state.waiting !== null,
        startAtMs: () => connection.state.startAtMs,
        resync: () => connection.resync(),
      },
      options,
    );
  }

  override start(): void {
    this.forgetConnection = [
      this.connection.on('state', () => this.update()),
      this.on('status', ({ state }) => this.tell(state)),
    ];
    super.start();
  }

  private tell(state: FollowerState): void {
    if (state === 'idle' && (this.now() < this.idleReportDueMs || this.connection.state.playback === null)) return;
    if (this.connection.report(this.report())) this.idleReportDueMs = this.now() + idleReportMs;
  }

  override stop(): void {
    for (const forget of this.forgetConnection.splice(0)) forget();
    super.stop();
  }
}
