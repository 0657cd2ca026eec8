// A WebSocket client that speaks the party protocol and lets tests read like it: `expect` what must come, `refute`
// what must not. Silence is proved by a fence, never by waiting: the answer to a sync-request is ordered behind
// everything the party did before it, so what has not arrived by then was not sent.
import { WebSocket } from "ws";
import { within } from "./deadline";
import { type Matcher, type PartyEvent, envelopeDefect, matches } from "./events";
import type { Origin } from "./http";
import type { User } from "./token";

export interface ConnectOptions {
  /** The default way in: `Authorization: Bearer`. `null` sends no header. */
  readonly token?: string | null;
  readonly headers?: Record<string, string>;
  readonly protocols?: string[];
  /** `false` never answers a ping, as a peer whose network is gone. */
  readonly autoPong?: boolean;
}

interface Received {
  readonly raw: string;
  readonly event: PartyEvent;
  consumed: boolean;
}

/** How the server ended a connection. */
export interface Closing {
  readonly code: number;
  readonly reason: string;
}

/** The upgrade was answered with an ordinary HTTP response. */
export class UpgradeRefused extends Error {
  constructor(
    readonly status: number,
    readonly body: string,
  ) {
    super(`upgrade refused with ${status}: ${body}`);
  }
}

const DEADLINE = 5000;

/** One open connection of one user to one party. */
export class PartyClient {
  /** Every event in the order of arrival. */
  readonly log: Received[] = [];
  readonly closed: Promise<Closing>;
  private wake: Array<() => void> = [];
  private defect: string | undefined;
  private ended: Closing | undefined;

  private constructor(
    readonly user: User,
    readonly partyId: string,
    readonly socket: WebSocket,
  ) {
    socket.on("message", (data, isBinary) => this.receive(data.toString(), isBinary));
    this.closed = new Promise((resolve) => {
      socket.once("close", (code, reason) => {
        this.ended = { code, reason: reason.toString() };
        resolve(this.ended);
        this.wakeAll();
      });
    });
    socket.on("error", () => undefined);
  }

  /** Connects and waits until the upgrade is accepted; throws `UpgradeRefused` if it is not. */
  static async connect(
    server: Origin,
    user: User,
    partyId: string,
    options: ConnectOptions = {},
  ): Promise<PartyClient> {
    const token = options.token === undefined ? user.token : options.token;
    const url = `${server.url.replace("http", "ws")}/api/v1/watch-parties/${partyId}/ws`;
    const socket = new WebSocket(url, options.protocols ?? [], {
      headers: { ...(token === null ? {} : { Authorization: `Bearer ${token}` }), ...options.headers },
      perMessageDeflate: false,
      rejectUnauthorized: false,
      autoPong: options.autoPong ?? true,
    });
    const client = new PartyClient(user, partyId, socket);
    const open = new Promise<void>((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", reject);
      socket.once("unexpected-response", (_request, response) => {
        let body = "";
        response.on("data", (chunk: Buffer) => (body += chunk.toString()));
        response.on("end", () => reject(new UpgradeRefused(response.statusCode ?? 0, body)));
      });
    });
    await within(`${user.name} connects`, DEADLINE, open, () => server.tail());
    return client;
  }

  private receive(raw: string, isBinary: boolean): void {
    const event = parse(raw);
    this.defect ??= isBinary ? `a binary frame: ${raw}` : undefined;
    const wrong = envelopeDefect(raw, event);
    if (wrong !== undefined) {
      this.defect ??= `${wrong} in ${raw}`;
    }
    this.log.push({ raw, event, consumed: false });
    this.wakeAll();
  }

  private wakeAll(): void {
    const waiting = this.wake;
    this.wake = [];
    for (const wake of waiting) {
      wake();
    }
  }

  /** Sends a command; `party_id` and `timestamp` as the specification's sample client does. */
  send(type: string, fields: Record<string, unknown> = {}): void {
    const timestamp = Math.floor(Date.now() / 1000);
    this.sendRaw(JSON.stringify({ type, party_id: this.partyId, timestamp, ...fields }));
  }

  /** Sends a text frame exactly as given. */
  sendRaw(text: string | Buffer): void {
    this.socket.send(text, { binary: false });
  }

  /** Waits for the first event of that type not yet consumed, and consumes it. */
  async expect(type: string, matcher: Matcher = {}, milliseconds = DEADLINE): Promise<PartyEvent> {
    const found = await this.waitFor(`'${type}' ${describe(matcher)}`, milliseconds, () =>
      this.log.find((entry) => !entry.consumed && fits(entry.event, type, matcher)),
    );
    found.consumed = true;
    this.insistOnSoundEvents();
    return found.event;
  }

  /** An error event with that code. */
  expectError(code: string): Promise<PartyEvent> {
    return this.expect("error", { code });
  }

  /** Waits for the server to close the connection. */
  async expectClose(code: number | ((code: number) => boolean), milliseconds = DEADLINE): Promise<Closing> {
    const what = `${this.user.name}'s connection closes`;
    const closing = await within(what, milliseconds, this.closed, () => this.dump());
    const fine = typeof code === "number" ? closing.code === code : code(closing.code);
    if (!fine) {
      throw new Error(`${what}, but with ${closing.code} '${closing.reason}', not ${code}\n${this.dump()}`);
    }
    return closing;
  }

  get isOpen(): boolean {
    return this.ended === undefined;
  }

  /** How many events have arrived: where a later `refute` or `since` starts looking. */
  mark(): number {
    return this.log.length;
  }

  /** The events since a mark, in order. */
  since(mark: number, type?: string): PartyEvent[] {
    const events = this.log.slice(mark).map((entry) => entry.event);
    return type === undefined ? events : events.filter((event) => event.type === type);
  }

  /** Asks for the state and waits for the answer: everything the party did before has arrived by then. */
  async fence(): Promise<PartyEvent> {
    const mark = this.mark();
    this.send("sync-request");
    const answer = await this.waitFor("the answer to a sync-request", DEADLINE, () =>
      this.log.slice(mark).find((entry) => isAnswer(entry.event)),
    );
    answer.consumed = true;
    this.insistOnSoundEvents();
    return answer.event;
  }

  /** Insists that no event of that type has come since the mark, and that none is on its way (see `fence`). */
  async refute(type: string, mark: number, matcher: Matcher = {}): Promise<void> {
    await this.fence();
    const unwanted = this.since(mark).find((event) => fits(event, type, matcher) && !isAnswer(event));
    if (unwanted !== undefined) {
      throw new Error(`${this.user.name} got an unwanted '${type}': ${JSON.stringify(unwanted)}\n${this.dump()}`);
    }
  }

  /** Closes in good order and waits until it is closed. */
  async close(): Promise<void> {
    this.socket.close(1000);
    await within(`${this.user.name} closes`, DEADLINE, this.closed);
  }

  /** Cuts the connection without a word, as a lost network. */
  drop(): void {
    this.socket.terminate();
  }

  private async waitFor(what: string, milliseconds: number, find: () => Received | undefined): Promise<Received> {
    const deadline = { passed: false };
    const search = async (): Promise<Received> => {
      for (;;) {
        const found = find();
        if (found !== undefined) {
          return found;
        }
        if (deadline.passed || this.ended !== undefined) {
          throw new Error(`${this.user.name} waits for ${what} on a closed connection\n${this.dump()}`);
        }
        await new Promise<void>((resolve) => this.wake.push(resolve));
      }
    };
    try {
      return await within(`${this.user.name} gets ${what}`, milliseconds, search(), () => this.dump());
    } finally {
      deadline.passed = true;
    }
  }

  private insistOnSoundEvents(): void {
    if (this.defect !== undefined) {
      throw new Error(`an event breaks the rules for all events: ${this.defect}`);
    }
  }

  private dump(): string {
    const lines = this.log.slice(-15).map((entry) => `${entry.consumed ? "  seen" : "  new "} ${entry.raw}`);
    const ended = this.ended === undefined ? "open" : `closed ${this.ended.code} '${this.ended.reason}'`;
    return [`${this.user.name} (${ended}) has received ${this.log.length} events, the last:`, ...lines].join("\n");
  }
}

function parse(raw: string): PartyEvent {
  try {
    return JSON.parse(raw) as PartyEvent;
  } catch {
    return { type: `not JSON: ${raw}` } as PartyEvent;
  }
}

function fits(event: PartyEvent, type: string, matcher: Matcher): boolean {
  return event.type === type && (typeof matcher === "function" ? matcher(event) : matches(event, matcher));
}

/** Only the answer to a sync-request carries the participants. */
function isAnswer(event: PartyEvent): boolean {
  return event.type === "sync" && Array.isArray(event.participants);
}

function describe(matcher: Matcher): string {
  return typeof matcher === "function" ? "that fits" : JSON.stringify(matcher);
}
