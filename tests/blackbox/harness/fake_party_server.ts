// A server that speaks just enough of the protocol for `matinee bench` to load it, and does what it is told wrong: the
// load generator is tested with it.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";

/** What one viewer gets to hear, in the place of one event. */
export type Fault = (event: FakeEvent, viewer: number) => FakeEvent[];

/** An event as the fake sends it. */
export interface FakeEvent {
  readonly type: string;
  readonly revision: number;
  readonly [member: string]: unknown;
}

/** One party, whose viewers are numbered as they come. */
export class FakePartyServer {
  private readonly http: Server;
  private readonly sockets = new WebSocketServer({ noServer: true });
  private readonly viewers: WebSocket[] = [];
  private revision = 0;
  private chats = 0;

  private constructor(
    private readonly fault: Fault,
    private readonly joinStatus: number,
  ) {
    this.http = createServer((request, response) => this.answer(request, response));
    this.http.on("upgrade", (request, socket, head) => {
      this.sockets.handleUpgrade(request, socket, head, (viewer) => this.welcome(viewer));
    });
  }

  /** `joinStatus`: what taking a seat is answered with. */
  static async start(fault: Fault = (event) => [event], joinStatus = 200): Promise<FakePartyServer> {
    const fake = new FakePartyServer(fault, joinStatus);
    await new Promise<void>((ready) => fake.http.listen(0, "127.0.0.1", ready));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.sockets.clients.forEach((viewer) => viewer.terminate());
    this.http.closeAllConnections();
    this.http.close();
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const joining = request.url?.endsWith("/join") ?? false;
    const status = joining ? this.joinStatus : 201;
    const body =
      status < 300 ? { id: "party", invite_code: "ABC234" } : { code: "PARTICIPANT_LIMIT", detail: "the party is full" };
    request.resume();
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  }

  private welcome(viewer: WebSocket): void {
    this.viewers.push(viewer);
    viewer.on("message", (data) => this.obey(viewer, JSON.parse(String(data))));
  }

  private obey(viewer: WebSocket, command: { type: string; position?: number }): void {
    switch (command.type) {
      case "sync-request":
        viewer.send(JSON.stringify({ ...this.event("sync"), participants: [] }));
        break;
      case "seek":
        this.revision += 1;
        this.tell(this.event("seek", { position_ms: 1000 * (command.position ?? 0) }));
        this.tell(this.event("sync"));
        break;
      case "chat":
        this.chats += 1;
        this.tell(this.event("chat_message", { number: this.chats, chat_message: { id: `chat-${this.chats}` } }));
        break;
    }
  }

  private event(type: string, members: Record<string, unknown> = {}): FakeEvent {
    return { type, revision: this.revision, epoch: 1, ...members };
  }

  private tell(event: FakeEvent): void {
    this.viewers.forEach((viewer, number) => {
      for (const told of this.fault(event, number)) {
        told.type === "goodbye" ? viewer.terminate() : viewer.send(JSON.stringify(told));
      }
    });
  }
}
