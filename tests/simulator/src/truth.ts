// What the party really is, as the server has told it, whoever has heard it yet; and the rules that everything it tells
// must keep. Reads the events by itself, not through the SDK, so that one can judge the other.

/** Takes note that a rule was broken: the rule in words that are always the same, and what happened. */
export type Violate = (rule: string, detail: string) => void;

/** The full state of a party, the members of an event that matter here. */
export interface ToldState {
  type: string;
  epoch: number;
  revision: number;
  clip_id: string | null;
  position_ms: number;
  is_playing: boolean;
  server_time_ms: number;
  rate: number;
  effective_at_ms?: number | null;
  waiting?: { until_ms: number; count: number } | null;
  start_at_ms?: number | null;
  ready_check?: { state: 'open' | 'passed' | 'over' | 'cancelled'; until_ms: number } | null;
}

/** Positions told for one revision may differ by what rounding to whole milliseconds makes of them, at rates up to 3. */
export const roundingMs = 4;
/** A hold is lifted, or renewed, no later than this after it said it would be. */
const punctualityMs = 50;
/** The longest that a single deadline may lie ahead: loading, see the setting waiting-loading-max. */
const mostHoldMs = 30_000;
/** And the longest that a party may stand for others in one go, however they take turns: two minutes. */
const mostStandingMs = 120_000;
/** So often may a party begin to wait after one cause: everybody may load, and stall once, one after the other. */
const mostHoldsPerCause = 8;

export class Truth {
  /** Null until something was told. */
  state: ToldState | null = null;
  /** True time at which playback last changed; a scheduled start counts when it takes effect. */
  changedAt = 0;
  /** True time at which it was told of. */
  toldAt = 0;
  lastChange = 'start';
  changes = 0;
  holds = 0;
  /** What was said at this moment: everybody is told in turn. */
  private said = { at: 0, texts: new Set<string>() };
  private standingSince: number | null = null;
  private holdsSinceCause = 0;
  private readyCheckUntilMs: number | null = null;

  constructor(
    private readonly epochMs: number,
    private readonly now: () => number,
    private readonly violate: Violate,
  ) {}

  /** Takes what the server says to anyone, when it says it. */
  hear(text: string): void {
    if (this.isKnown(text)) return;
    const event = JSON.parse(text) as ToldState;
    if (event.revision === undefined) return;
    const known = this.state;
    if (event.type === 'ready-check') {
      this.readyCheckUntilMs = event.ready_check?.state === 'open' ? event.ready_check.until_ms : null;
    }
    if (known !== null && this.isOlder(event, known)) {
      this.violate('told state never goes back', `${stamp(event)} after ${stamp(known)}`);
      return;
    }
    const isNew = known === null || event.epoch !== known.epoch || event.revision !== known.revision;
    if (!('effective_at_ms' in event)) {
      if (isNew && known !== null) this.violate('a new revision is told in full first', stamp(event));
      return;
    }
    if (isNew) this.adopt(event);
    else this.compare(event, known);
    this.watchHold(event);
  }

  /** Where the party is, in ms into the film; null before anything was played. */
  positionMs(at = this.now()): number | null {
    const { state } = this;
    if (state === null || state.clip_id === null) return null;
    return positionOf(state, this.epochMs + at);
  }

  /** Whether the film moves now. */
  get moving(): boolean {
    return this.state !== null && this.state.is_playing && this.now() >= this.changedAt;
  }

  /** Somebody pressed a button, came, or had a misfortune: reason enough to wait. */
  cause(): void {
    this.holdsSinceCause = 0;
  }

  /** To be called now and then: a wait must not have outlived its deadline. */
  check(): void {
    const { state } = this;
    const serverNow = this.epochMs + this.now();
    if (state?.waiting != null && serverNow > state.waiting.until_ms + punctualityMs) {
      this.violate('no wait without end', `held since revision ${state.revision}, ${serverNow - state.waiting.until_ms} ms over its deadline`);
    }
    if (this.standingSince !== null && this.now() - this.standingSince > mostStandingMs) {
      this.violate('no wait without end', `the party has stood for others for ${this.now() - this.standingSince} ms`);
    }
    if (this.readyCheckUntilMs !== null && serverNow > this.readyCheckUntilMs + punctualityMs) {
      this.violate('a ready check ends', `${serverNow - this.readyCheckUntilMs} ms ago it should have`);
    }
    if (state?.start_at_ms != null && serverNow > state.start_at_ms + punctualityMs && !state.is_playing) {
      this.violate('a scheduled start happens', `${serverNow - state.start_at_ms} ms ago it should have`);
    }
  }

  private isKnown(text: string): boolean {
    if (this.said.at !== this.now()) this.said = { at: this.now(), texts: new Set() };
    if (this.said.texts.has(text)) return true;
    this.said.texts.add(text);
    return false;
  }

  private adopt(event: ToldState): void {
    this.state = event;
    this.lastChange = event.type;
    this.changes += 1;
    this.toldAt = this.now();
    const effectiveAt = event.is_playing ? (event.effective_at_ms ?? 0) - this.epochMs : 0;
    this.changedAt = Math.max(this.now(), effectiveAt);
  }

  private compare(event: ToldState, known: ToldState): void {
    const at = Math.max(event.server_time_ms, known.server_time_ms);
    const apartMs = Math.abs(positionOf(event, at) - positionOf(known, at));
    const same =
      event.clip_id === known.clip_id && event.is_playing === known.is_playing && event.rate === known.rate;
    if (!same || apartMs > roundingMs) {
      this.violate('one revision is one state', `${JSON.stringify(known)} and ${JSON.stringify(event)}`);
    }
    known.waiting = event.waiting ?? null;
    known.start_at_ms = event.start_at_ms ?? null;
  }

  private watchHold(event: ToldState): void {
    const waiting = event.waiting ?? null;
    if (waiting === null) {
      this.standingSince = null;
      return;
    }
    if (this.standingSince === null) this.beginHold();
    if (event.is_playing) this.violate('a party that waits stands', stamp(event));
    if (waiting.count < 1) this.violate('a wait is for somebody', JSON.stringify(waiting));
    if (waiting.until_ms - event.server_time_ms > mostHoldMs) {
      this.violate('no wait without end', `a deadline ${waiting.until_ms - event.server_time_ms} ms ahead`);
    }
  }

  private beginHold(): void {
    this.standingSince = this.now();
    this.holds += 1;
    this.holdsSinceCause += 1;
    if (this.holdsSinceCause <= mostHoldsPerCause) return;
    this.violate('waiting does not feed itself', `held ${this.holdsSinceCause} times since anybody did anything`);
  }

  private isOlder(event: ToldState, known: ToldState): boolean {
    return event.epoch < known.epoch || (event.epoch === known.epoch && event.revision < known.revision);
  }
}

function positionOf(state: ToldState, serverMs: number): number {
  if (!state.is_playing) return state.position_ms;
  const since = Math.max(state.server_time_ms, state.effective_at_ms ?? 0);
  return state.position_ms + Math.max(0, serverMs - since) * state.rate;
}

function stamp({ type, epoch, revision }: ToldState): string {
  return `${type} with epoch ${epoch}, revision ${revision}`;
}
