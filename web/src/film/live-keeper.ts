// Keeps the party where a live stream has something to show: takes it to where the stream is live when it has just begun,
// on to what is left when it has fallen behind what is kept, over gaps, back to normal speed when it has caught up, and on
// to the next film when it is over.
// Done by those who control the party, the host first: the party has one position, and the server knows no streams.

import { effect } from '@preact/signals';
import type { LiveView } from '@matinee/sdk';
import type { Party } from '../party/party';
import type { Player } from './player';

/** Who is not the host leaves it to the host for so long, and some more that differs, in ms. */
const patienceMs = { least: 3000, spread: 3000 };
/** What has been done is given so long to show, in ms. */
const restMs = 5000;
/** A party that plays faster has caught up this close to where it is live, in ms. */
const caughtUpMs = 500;

/** From construction to `close()`. */
export class LiveKeeper {
  private wantedSinceMs: number | null = null;
  private patienceMs = 0;
  private restsUntilMs = Number.NEGATIVE_INFINITY;
  private knownEndMs = Number.NEGATIVE_INFINITY;
  private readonly stopWatching: () => void;

  constructor(
    private readonly party: Party,
    private readonly player: Player,
  ) {
    this.stopWatching = effect(() => {
      void player.status.value;
      this.tend(player.live.value);
    });
  }

  close(): void {
    this.stopWatching();
  }

  private tend(view: LiveView | null): void {
    const { party } = this;
    const positionMs = party.connection.positionNowMs();
    const grows = view !== null && view.endMs > this.knownEndMs;
    this.knownEndMs = view?.endMs ?? Number.NEGATIVE_INFINITY;
    const mine = party.canControl.peek() && party.meantToPlay.peek();
    if (view === null || !view.tied || positionMs === null || !mine) return this.rest();
    const isAhead = grows && !view.ended && positionMs > view.endMs;
    const placeMs = this.player.placeFor(positionMs) ?? (isAhead ? view.liveMs : null);
    if (placeMs !== null) return this.onItsTime(() => this.player.moveParty(placeMs));
    if (view.ended && positionMs >= view.endMs) return this.goOn();
    const hasCaughtUp = party.rate.peek() > 1 && !view.ended && positionMs > view.liveMs - caughtUpMs;
    if (hasCaughtUp) return this.onItsTime(() => party.connection.send({ type: 'set-rate', rate: 1 }));
    this.rest();
  }

  /** The server knows the end of films only. */
  private goOn(): void {
    const { party } = this;
    const { items, loop, current } = party.queue.queue.peek();
    const somethingFollows = items.length > 0 || (loop !== 'off' && current !== null);
    if (!somethingFollows || !party.queue.mayPlay.peek()) return this.rest();
    this.onItsTime(() => party.connection.send({ type: 'queue-play' }));
  }

  private rest(): void {
    this.wantedSinceMs = null;
  }

  private onItsTime(act: () => void): void {
    const now = performance.now();
    if (this.wantedSinceMs === null) {
      this.wantedSinceMs = now;
      this.patienceMs = this.party.isHost.peek() ? 0 : patienceMs.least + Math.random() * patienceMs.spread;
    }
    if (now < this.wantedSinceMs + this.patienceMs || now < this.restsUntilMs) return;
    this.restsUntilMs = now + restMs;
    act();
  }
}
