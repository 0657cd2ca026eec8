// Joins a media to a connection with one call.

import type { MediaAdapter } from './media-adapter.js';
import { MediaFollower, type MediaFollowerOptions } from './media-follower.js';
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

class ConnectionFollower extends MediaFollower {
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
      this.on('status', ({ state }) => {
        if (state !== 'idle') this.connection.report(this.report());
      }),
    ];
    super.start();
  }

  override stop(): void {
    for (const forget of this.forgetConnection.splice(0)) forget();
    super.stop();
  }
}
