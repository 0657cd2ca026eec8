// One client's line to one party: connects, comes back, asks for the state, and sends commands.
// Owns the socket and what runs with it. What the events mean is party-state.ts; moving a video is media-follower.ts.

import ReconnectingWebSocket, { type ProtocolsProvider, type UrlProvider } from 'partysocket/ws';
import { TimingObject, type ITimingObject, type ITimingProvider } from 'timing-object';
import { closeAction } from './close-codes.js';
import { Emitter } from './emitter.js';
import { MuteEnds } from './mute-ends.js';
import { advance, unknownParty, withoutMute, withWholeQueue, type PartyState } from './party-state.js';
import { listenToPage } from './page-events.js';
import { positionAt } from './playback.js';
import { decodeEvent, type Command, type PlaybackReport, type Queue, type ServerEvent } from './protocol.js';
import { ReactionBatch } from './reaction-batch.js';
import { defaultReconnectPolicy, ReconnectDelays, type ReconnectPolicy } from './reconnect-delays.js';
import { ReportSchedule } from './report-schedule.js';
import { ServerClock } from './server-clock.js';
import { TimeExchange } from './time-exchange.js';
import { PartyTimingProvider } from './timing-provider.js';
import { TokenRenewal } from './token-renewal.js';

/** Where the line stands. */
export type ConnectionStatus =
  | { kind: 'connecting' }
  | { kind: 'open' }
  /** Lost; the next attempt starts in `retryInMs`, counted from when this status was set. */
  | { kind: 'waiting'; retryInMs: number; attempt: number }
  /** Over for good: the server said so, `close()` was called, or every attempt failed. */
  | { kind: 'closed'; code: number; reason: string };

/** How to reach the party. */
export interface PartyConnectionOptions {
  /** The `ws_url` of the join answer, or a function that finds it anew for each attempt. */
  url: UrlProvider;
  /** Subprotocols, for authentication without a cookie (authentication.ts); a function is asked before each attempt. */
  protocols?: ProtocolsProvider;
  /** Keeps the connection from expiring: the token it was opened with, and where to get the next one. */
  renewal?: { token: string; renew: () => Promise<string> };
  /**
   * Asked after an attempt that never opened, since a browser hides why an upgrade was refused. Resolve with a reason
   * to stop for good, or null to keep trying. It must settle; a rejection counts as null.
   */
  refusal?: () => Promise<{ code: number; reason: string } | null>;
  reconnect?: Partial<ReconnectPolicy>;
  /** A WebSocket implementation, for Node.js without one and for tests. */
  WebSocket?: unknown;
  /** A monotonic clock in ms. */
  now?: () => number;
  random?: () => number;
}

/** What a connection tells. */
export interface PartyConnectionEvents {
  status: ConnectionStatus;
  /** The state after what changed it: an event mostly. */
  state: PartyState;
  /** Every decoded event, after `state`. */
  event: ServerEvent;
}

/** The code of the status `closed` when the reconnect policy is exhausted. Never on the wire. */
export const gaveUpCode = 1006;

/** An unanswered sync-request is repeated no sooner than this. */
const syncRequestIntervalMs = 1000;
const connectTimeoutMs = 8000;

/** A party's connection. Create it, listen, `close()` it. Not reusable after `close()`. */
export class PartyConnection extends Emitter<PartyConnectionEvents> {
  /** The server's clock, estimated over this connection. */
  readonly clock: ServerClock;

  private socket: ReconnectingWebSocket;
  private readonly delays: ReconnectDelays;
  private readonly timeExchange: TimeExchange;
  private readonly timingProvider: PartyTimingProvider;
  private readonly renewal: TokenRenewal | null;
  private readonly reactions: ReactionBatch;
  private readonly muteEnds: MuteEnds;
  private readonly reportSchedule = new ReportSchedule();
  private readonly ignorePage: () => void;
  private timingObject: ITimingObject | null = null;
  private readonly policy: ReconnectPolicy;
  private readonly now: () => number;
  private readonly options: PartyConnectionOptions;
  private currentStatus: ConnectionStatus = { kind: 'connecting' };
  private currentState: PartyState = unknownParty;
  private opened = false;
  private lastSyncRequestMs = Number.NEGATIVE_INFINITY;
  private syncRequestTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: PartyConnectionOptions) {
    super();
    this.now = options.now ?? (() => performance.now());
    this.options = options;
    this.clock = new ServerClock(this.now);
    this.policy = { ...defaultReconnectPolicy, ...options.reconnect };
    this.delays = new ReconnectDelays(this.policy, options.random);
    this.timeExchange = new TimeExchange({
      clock: this.clock,
      send: (t0) => this.send({ type: 'time-sync', t0 }),
      isActive: () => this.currentState.playback?.playing === true,
      onSilence: () => this.socket.reconnect(),
      now: this.now,
    });
    this.timingProvider = new PartyTimingProvider({
      playback: () => this.currentState.playback,
      offsetMs: () => this.clock.offsetMs,
      serverNowMs: () => this.clock.serverNowMs(),
      send: (command) => this.send(command),
    });
    this.clock.on('change', () => this.timingProvider.onClock());
    this.renewal = this.renewalOf(options);
    this.reactions = new ReactionBatch((command) => this.send(command), () => this.positionNowMs());
    this.muteEnds = new MuteEnds(() => this.clock.serverNowMs(), (userId) => this.adopt(withoutMute(this.currentState, userId)));
    this.ignorePage = listenToPage(() => this.onPageReturned());
    this.socket = this.openSocket();
  }

  get status(): ConnectionStatus {
    return this.currentStatus;
  }

  get state(): PartyState {
    return this.currentState;
  }

  /**
   * The party as a W3C timing object: `query()` for position and velocity in seconds, `update()` to ask for a change. Its
   * `readyState` is `open` once the party's state and the server's clock are known. Throws where there is no document.
   */
  get timing(): ITimingObject {
    if (typeof document === 'undefined') throw new Error('a timing object needs a document, so it is for browsers only');
    this.timingObject ??= new TimingObject(this.timingProvider as unknown as ITimingProvider);
    return this.timingObject;
  }

  /** Where the party's clip stands now, in ms; null while unknown. */
  positionNowMs(): number | null {
    const serverNow = this.clock.serverNowMs();
    const playback = this.currentState.playback;
    return playback === null || serverNow === null ? null : positionAt(playback, serverNow);
  }

  /** Sends a command now. False: the line is not open and the command is dropped. */
  send(command: Command): boolean {
    if (this.socket.readyState !== ReconnectingWebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(command));
    return true;
  }

  /**
   * Sends what the player measured, if that is due: at once when it is news (another `playing`, `buffering` or `ready`, the
   * party has moved, the connection is new), every second for 5 s after that and while a playing film is out of step, else
   * every 4 s while it plays and every 7 s while it stands. So call it often. True if it was sent.
   */
  report(report: Omit<PlaybackReport, 'rtt_ms'>): boolean {
    const reported = { ...report, driftMs: this.driftOf(report) };
    if (!this.reportSchedule.isDue(reported, this.now())) return false;
    const { rttMs } = this.clock;
    const sent = this.send({ type: 'report', ...report, ...(rttMs === null ? {} : { rtt_ms: rttMs }) });
    if (sent) this.reportSchedule.made(reported, this.now());
    return sent;
  }

  /** Sends a reaction to what is seen now; quick ones travel together, so up to 0.3 s later. */
  react(emoji: string): void {
    this.reactions.add(emoji);
  }

  /**
   * Takes over a whole queue that was asked for over HTTP (`HttpClient.queue`), where the state has only its beginning.
   * One that is older than what was told meanwhile changes nothing.
   */
  adoptQueue(queue: Queue): void {
    this.adopt(withWholeQueue(this.currentState, queue));
  }

  /** Asks for the party's state and the server's time at once. */
  resync(): void {
    this.requestSync();
    this.timeExchange.renew();
  }

  /**
   * Ends a wait and tries at once, for example when the network is back. Starts the count of attempts anew. A new
   * socket, because partysocket's own `reconnect()` does not cut its wait short.
   */
  reconnectNow(): void {
    if (this.currentStatus.kind !== 'waiting') return;
    this.socket.close();
    this.socket = this.openSocket();
  }

  /** Closes for good. */
  close(): void {
    this.finish(1000, '');
  }

  /** Player minus party in ms when the report was sampled; null while the server's clock is unknown. */
  private driftOf({ position_ms, server_time_ms }: Omit<PlaybackReport, 'rtt_ms'>): number | null {
    const { playback } = this.currentState;
    const atMs = server_time_ms ?? this.clock.serverNowMs();
    return playback === null || atMs === null ? null : position_ms - positionAt(playback, atMs);
  }

  private openSocket(): ReconnectingWebSocket {
    const { url, protocols, WebSocket } = this.options;
    // partysocket asks for the address when an attempt begins; it has no event for that.
    const urlOfAttempt = () => {
      if (this.currentStatus.kind === 'waiting') this.setStatus({ kind: 'connecting' });
      return (typeof url === 'function' ? url() : url) as string;
    };
    const options = {
      connectionTimeout: connectTimeoutMs,
      // A command waits for nobody: what could not be sent now would be wrong later.
      maxEnqueuedMessages: 0,
      shouldReconnectOnClose: (event: { code: number }) => closeAction(event.code) === 'reconnect',
      ...(WebSocket === undefined ? {} : { WebSocket }),
    };
    // Descriptors, not values: the delay's getter must survive.
    Object.defineProperties(options, Object.getOwnPropertyDescriptors(this.delays.socketOptions()));
    const socket = new ReconnectingWebSocket(urlOfAttempt, protocols, options);
    const ifCurrent = (action: () => void) => {
      if (socket === this.socket) action();
    };
    socket.addEventListener('open', () => ifCurrent(() => this.onOpen()));
    socket.addEventListener('message', (message) => ifCurrent(() => this.onMessage(message.data)));
    socket.addEventListener('close', (close) => ifCurrent(() => this.onClose(close.code, close.reason)));
    return socket;
  }

  /** Takes over a state that says nothing new of playback. */
  private adopt(state: PartyState): void {
    if (state === this.currentState) return;
    this.currentState = state;
    this.emit('state', state);
  }

  private onOpen(): void {
    this.opened = true;
    this.setStatus({ kind: 'open' });
    this.lastSyncRequestMs = Number.NEGATIVE_INFINITY;
    this.reportSchedule.restart();
    this.requestSync();
    // What is known of the clock holds on; should it have stood still meanwhile, the first exchange contradicts it.
    this.timeExchange.start();
  }

  private onPageReturned(): void {
    this.reconnectNow();
    this.timeExchange.renew();
  }

  private renewalOf({ renewal, random = Math.random }: PartyConnectionOptions): TokenRenewal | null {
    if (renewal === undefined) return null;
    const present = (token: string) => this.send({ type: 'authenticate', token });
    return new TokenRenewal({ ...renewal, present, serverNowMs: () => this.clock.serverNowMs(), random });
  }

  private onMessage(data: unknown): void {
    this.timeExchange.heard();
    const event = decodeEvent(data);
    if (event === null) return;
    if (event.type === 'time-sync') return this.timeExchange.onAnswer(event);
    if (Number.isFinite(event.server_time_ms)) this.clock.addOneWay(event.server_time_ms);
    if (event.type === 'authenticated') this.renewal?.onAuthenticated(event.expires_at_ms);
    else this.renewal?.start();
    const { state, missed } = advance(this.currentState, event);
    if (missed) this.requestSync();
    if (state !== this.currentState) {
      // To the server nobody is ready after a skip or seek until they say so again.
      if (state.playback !== this.currentState.playback) this.reportSchedule.restart();
      if (state.participants !== this.currentState.participants) this.muteEnds.follow(state.participants);
      this.currentState = state;
      this.timingProvider.onPlayback();
      this.emit('state', state);
    }
    this.emit('event', event);
  }

  private onClose(code: number, reason: string): void {
    this.stopTimers();
    if (this.currentStatus.kind === 'closed') return;
    const attempt = this.socket.retryCount;
    if (closeAction(code) === 'stop') return this.finish(code, reason);
    const neverOpened = !this.opened;
    this.opened = false;
    if (attempt >= this.policy.maxAttempts) return this.finish(gaveUpCode, 'no attempt succeeded');
    this.setStatus({ kind: 'waiting', retryInMs: this.delays.delayMs(attempt), attempt });
    if (neverOpened) this.askForRefusal();
  }

  private askForRefusal(): void {
    this.options.refusal?.().then(
      (refused) => {
        if (refused !== null && this.currentStatus.kind !== 'open') this.finish(refused.code, refused.reason);
      },
      () => undefined,
    );
  }

  /** At most one request per interval; a gap seen meanwhile is asked for when the interval is over. */
  private requestSync(): void {
    clearTimeout(this.syncRequestTimer);
    const waitMs = this.lastSyncRequestMs + syncRequestIntervalMs - this.now();
    if (waitMs > 0) {
      this.syncRequestTimer = setTimeout(() => this.requestSync(), waitMs);
    } else if (this.send({ type: 'sync-request' })) {
      this.lastSyncRequestMs = this.now();
    }
  }

  private finish(code: number, reason: string): void {
    if (this.currentStatus.kind === 'closed') return;
    this.stopTimers();
    this.ignorePage();
    this.timingProvider.close();
    this.muteEnds.close();
    this.setStatus({ kind: 'closed', code, reason });
    this.socket.close();
  }

  private stopTimers(): void {
    clearTimeout(this.syncRequestTimer);
    this.timeExchange.stop();
    this.reactions.stop();
    this.renewal?.stop();
  }

  private setStatus(status: ConnectionStatus): void {
    this.currentStatus = status;
    this.emit('status', status);
  }
}
