// What goes wrong by itself: links stall, break and change, decoders stall, machines sleep, wall clocks jump, the server
// dies. Each is noted with the viewer it happens to, so that nobody expects them in place meanwhile.

import type { EventQueue } from './event-queue.js';
import type { Network } from './network.js';
import type { Random } from './random.js';
import type { SimulatedServer } from './server.js';
import type { Viewer } from './viewer.js';

/** Mean time between misfortunes of one viewer, and of the server, in ms; infinite: never. */
export interface Misfortune {
  viewerMs: number;
  serverMs: number;
  /** Long cuts, sleeping machines and vanishing lines too. */
  severe: boolean;
}

/** A line that has gone without a word is noticed, and replaced, within this time, in ms. */
const noticedWithinMs = 20_000;

type Mishap = (viewer: Viewer) => void;

export class Disturbances {
  private readonly mild: Mishap[];
  private readonly severe: Mishap[];

  constructor(
    private readonly queue: EventQueue,
    private readonly network: Network,
    private readonly server: SimulatedServer,
    private readonly viewers: readonly Viewer[],
    private readonly misfortune: Misfortune,
    private readonly random: Random,
  ) {
    this.mild = [
      (viewer) => this.stallMedia(viewer, this.random.logBetween(50, 5000)),
      (viewer) => this.slip(viewer),
      (viewer) => this.stallLink(viewer, this.random.logBetween(100, 5000)),
      (viewer) => this.cutLink(viewer, 5000),
      (viewer) => this.hang(viewer),
      (viewer) => viewer.tab.clock.stepWall(this.random.between(-3_600_000, 3_600_000)),
      (viewer) => this.reroute(viewer),
    ];
    this.severe = [
      ...this.mild,
      (viewer) => this.stallMedia(viewer, this.random.logBetween(1000, 60_000)),
      (viewer) => this.cutLink(viewer, this.random.logBetween(1000, 120_000)),
      (viewer) => this.vanish(viewer),
      (viewer) => this.sleep(viewer),
      (viewer) => this.hide(viewer),
    ];
  }

  begin(): void {
    this.every(this.misfortune.viewerMs / this.viewers.length, () => this.strike());
    this.every(this.misfortune.serverMs, () => this.crash());
  }

  private every(meanMs: number, act: () => void): void {
    if (!Number.isFinite(meanMs)) return;
    this.queue.after(20_000 + this.random.exponential(meanMs), () => {
      act();
      this.every(meanMs, act);
    });
  }

  private strike(): void {
    const viewer = this.random.pick(this.viewers);
    if (viewer.joined && !viewer.tab.sleeping) this.random.pick(this.misfortune.severe ? this.severe : this.mild)(viewer);
  }

  private stallMedia(viewer: Viewer, forMs: number): void {
    if (!viewer.media.moving) return;
    viewer.disturb('stall', forMs);
    viewer.media.stall(forMs);
  }

  private slip(viewer: Viewer): void {
    viewer.disturb('slip', 0);
    viewer.media.slip(this.random.logBetween(10, 2000));
  }

  private stallLink(viewer: Viewer, forMs: number): void {
    viewer.disturb('link stall', forMs);
    viewer.link.stall(forMs);
  }

  private cutLink(viewer: Viewer, forMs: number): void {
    viewer.disturb('cut', forMs);
    viewer.link.brokenUntil = this.queue.now + forMs;
    this.network.lose('reset', viewer);
    // Where the machine itself had lost its network, the browser tells when that is back.
    if (this.random.chance(0.5)) this.queue.after(forMs, () => viewer.tab.online());
  }

  private vanish(viewer: Viewer): void {
    viewer.disturb('vanished line', noticedWithinMs);
    this.network.lose('vanish', viewer);
  }

  private hang(viewer: Viewer): void {
    const forMs = this.random.logBetween(50, 2000);
    viewer.disturb('busy thread', forMs);
    viewer.tab.hang(forMs);
  }

  private reroute(viewer: Viewer): void {
    const roundTripMs = this.random.logBetween(5, this.misfortune.severe ? 1200 : 300);
    const upShare = this.misfortune.severe ? this.random.between(0.3, 0.7) : 0.5;
    viewer.disturb('new route', 0);
    viewer.link.reroute(roundTripMs * upShare, roundTripMs * (1 - upShare));
  }

  /** After half a minute the line does not survive it. */
  private sleep(viewer: Viewer): void {
    const forMs = this.random.logBetween(1000, 600_000);
    const survives = forMs < 30_000;
    viewer.disturb('sleep', survives ? forMs : forMs + noticedWithinMs);
    viewer.link.stall(forMs);
    if (!survives) this.network.lose('vanish', viewer);
    viewer.media.touch();
    viewer.tab.sleep();
    this.queue.after(forMs, () => {
      viewer.media.touch();
      viewer.tab.awake();
    });
  }

  private hide(viewer: Viewer): void {
    const forMs = this.random.logBetween(5000, 300_000);
    viewer.disturb('hidden', forMs);
    viewer.tab.hide(true);
    this.queue.after(forMs, () => viewer.tab.hide(false));
  }

  private crash(): void {
    for (const viewer of this.viewers) viewer.disturb('crash', 0);
    this.network.lose('reset');
    this.server.crash();
  }
}
