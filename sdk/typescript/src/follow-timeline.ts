// Joins a media to a connection with one call.

import type { MediaAdapter } from './media-adapter.js';
import { MediaFollower, type MediaFollowerOptions } from './media-follower.js';
import type { ConnectionStatus, PartyConnection } from './party-connection.js';
import type { PlaybackAnchor } from './playback.js';
import { secondsText } from './sync-log.js';

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
  private notedPlayback: PlaybackAnchor | null = null;

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
      this.connection.on('status', (status) => this.note(lineText(status))),
      this.connection.on('state', () => this.onState()),
      this.on('status', () => this.tell()),
    ];
    super.start();
  }

  private onState(): void {
    const { playback } = this.connection.state;
    if (playback !== null && playback !== this.notedPlayback) this.note(partyText(playback));
    this.notedPlayback = playback;
    this.update();
  }

  /** Also without a film, so that the first one waits for those who are here. */
  private tell(): void {
    if (this.connection.state.playback !== null) this.connection.report(this.report());
  }

  override stop(): void {
    for (const forget of this.forgetConnection.splice(0)) forget();
    super.stop();
  }
}

function lineText(status: ConnectionStatus): string {
  switch (status.kind) {
    case 'waiting':
      return `line lost, next try in ${Math.round(status.retryInMs)} ms`;
    case 'closed':
      return `line closed with code ${status.code}`;
    default:
      return `line ${status.kind}`;
  }
}

function partyText({ clipId, playing, positionMs, rate }: PlaybackAnchor): string {
  if (clipId === null) return 'party has no film';
  return playing ? `party plays from ${secondsText(positionMs)} at rate ${rate}` : `party stands at ${secondsText(positionMs)}`;
}
