// What happens when: simulated time as a queue of events. Time is true time in ms since the simulation began; nobody in
// the simulation can read it, everybody has a clock of their own.

/** One thing that will happen. */
export interface Scheduled {
  readonly at: number;
  /** Breaks ties: what was scheduled first happens first. */
  readonly order: number;
  /** Null once it was cancelled. */
  run: (() => void) | null;
}

/** A binary heap by time. */
export class EventQueue {
  private readonly heap: Scheduled[] = [];
  private orders = 0;
  private time = 0;

  /** True time in ms. */
  get now(): number {
    return this.time;
  }

  /** Lets `run` happen at a time; one that has passed means now. */
  at(at: number, run: () => void): Scheduled {
    if (Number.isNaN(at)) throw new Error('an event needs a time');
    const event: Scheduled = { at: Math.max(at, this.time), order: this.orders++, run };
    this.heap.push(event);
    this.rise(this.heap.length - 1);
    return event;
  }

  after(delayMs: number, run: () => void): Scheduled {
    return this.at(this.time + delayMs, run);
  }

  /** Harmless when it has happened already. */
  cancel(event: Scheduled | undefined): void {
    if (event !== undefined) event.run = null;
  }

  /** Takes the next thing that happens until `limit` (inclusive) and moves time to it; null when there is none. */
  next(limit: number): (() => void) | null {
    for (;;) {
      const first = this.heap[0];
      if (first === undefined || first.at > limit) {
        this.time = Math.max(this.time, limit);
        return null;
      }
      this.removeFirst();
      if (first.run === null) continue;
      this.time = first.at;
      return first.run;
    }
  }

  private removeFirst(): void {
    const last = this.heap.pop();
    if (last === undefined || this.heap.length === 0) return;
    this.heap[0] = last;
    this.sink();
  }

  private rise(index: number): void {
    const { heap } = this;
    const event = heap[index] as Scheduled;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!sooner(event, heap[parent] as Scheduled)) break;
      heap[index] = heap[parent] as Scheduled;
      index = parent;
    }
    heap[index] = event;
  }

  private sink(): void {
    const { heap } = this;
    const event = heap[0] as Scheduled;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      const right = child + 1;
      if (right < heap.length && sooner(heap[right] as Scheduled, heap[child] as Scheduled)) child = right;
      if (!sooner(heap[child] as Scheduled, event)) break;
      heap[index] = heap[child] as Scheduled;
      index = child;
    }
    heap[index] = event;
  }
}

function sooner(left: Scheduled, right: Scheduled): boolean {
  return left.at < right.at || (left.at === right.at && left.order < right.order);
}
