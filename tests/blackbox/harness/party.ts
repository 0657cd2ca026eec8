// A party as a set of people with open connections: what most tests start from.
import { type HttpResponse, type Origin, type RequestOptions, expectStatus, send } from "./http";
import { type ConnectOptions, PartyClient } from "./party_client";
import { type User, newUser } from "./token";

/** Where a party's resources live. */
export const PARTIES = "/api/v1/watch-parties";

export type Role = "host" | "co-host" | "viewer";

/** A party on a server, known by its id and invite code. */
export class Party {
  constructor(
    readonly server: Origin,
    readonly id: string,
    readonly code: string,
    readonly host: User,
  ) {}

  /** Creates one over HTTP; `fields` go on top of a title. */
  static async create(server: Origin, host: User, fields: Record<string, unknown> = {}): Promise<Party> {
    const body = { title: "Friday Night Movies", visibility: "private", max_participants: 100, ...fields };
    const created = expectStatus(await send(server, "POST", PARTIES, { as: host, body }), 201).json;
    return new Party(server, created.id, created.invite_code, host);
  }

  /** A request on the party's own path, for example `party.request("GET", "/participants", { as })`. */
  request(method: string, path: string, options: RequestOptions = {}): Promise<HttpResponse> {
    return send(this.server, method, `${PARTIES}/${this.id}${path}`, options);
  }

  /** The join request, whatever its answer. */
  tryJoin(user: User, code = this.code): Promise<HttpResponse> {
    return send(this.server, "POST", `${PARTIES}/${code}/join`, { as: user });
  }

  async join(user: User): Promise<void> {
    expectStatus(await this.tryJoin(user), 200);
  }

  connect(user: User, options: ConnectOptions = {}): Promise<PartyClient> {
    return PartyClient.connect(this.server, user, this.id, options);
  }

  /** Joins, connects, and waits until the party has taken the connection in. */
  async enter(user: User): Promise<PartyClient> {
    await this.join(user);
    return this.reenter(user);
  }

  /** Connects somebody who has a seat already, and waits until the party has taken the connection in. */
  async reenter(user: User): Promise<PartyClient> {
    const client = await this.connect(user);
    await client.fence();
    return client;
  }

  setRole(user: User, role: string, as: User = this.host): Promise<HttpResponse> {
    return this.request("PATCH", `/participants/${user.id}`, { as, body: { role } });
  }

  kick(user: User, as: User = this.host): Promise<HttpResponse> {
    return this.request("DELETE", `/participants/${user.id}`, { as });
  }

  liftKick(user: User, as: User = this.host): Promise<HttpResponse> {
    return this.request("DELETE", `/kicks/${user.id}`, { as });
  }

  leave(user: User): Promise<HttpResponse> {
    return this.request("DELETE", "/leave", { as: user });
  }

  end(as: User = this.host): Promise<HttpResponse> {
    return this.request("POST", "/end", { as });
  }

  async details(as: User = this.host): Promise<any> {
    return expectStatus(await this.request("GET", "", { as }), 200).json;
  }

  async participants(as: User = this.host): Promise<any[]> {
    return expectStatus(await this.request("GET", "/participants", { as }), 200).json.participants;
  }

  async participant(user: User, as: User = this.host): Promise<any> {
    return (await this.participants(as)).find((entry) => entry.user_id === user.id);
  }
}

/** People in a party, all connected. */
export interface Gathering {
  readonly party: Party;
  readonly host: PartyClient;
  readonly coHost: PartyClient;
  readonly viewer: PartyClient;
  readonly everyone: PartyClient[];
}

/** A host (Hanna), a co-host (Coco) and a viewer (Vic) in a new party, all connected and settled. */
export async function gather(server: Origin, fields: Record<string, unknown> = {}): Promise<Gathering> {
  const party = await Party.create(server, newUser("Hanna"), fields);
  const host = await party.reenter(party.host);
  const coHost = await party.enter(newUser("Coco"));
  const viewer = await party.enter(newUser("Vic"));
  const promoted = await party.setRole(coHost.user, "co-host");
  if (promoted.status >= 300) {
    throw new Error(`could not promote: ${promoted.status} ${promoted.text}`);
  }
  const everyone = [host, coHost, viewer];
  for (const client of everyone) {
    await client.expect("role-changed", { user_id: coHost.user.id, role: "co-host" });
    await client.fence();
  }
  return { party, host, coHost, viewer, everyone };
}

/** Remembers where everybody's log stands, to prove later that something did not happen. */
export class Silence {
  private constructor(private readonly marks: Array<[PartyClient, number]>) {}

  /** Starts listening; what the party has done before is let arrive first. */
  static async among(clients: PartyClient[]): Promise<Silence> {
    for (const client of clients) {
      await client.fence();
    }
    return new Silence(clients.map((client) => [client, client.mark()]));
  }

  /**
   * Insists that nobody has got an event of these types since. The fence of `actor`, whose command was to stay
   * without effect, goes first: the party has dealt with the command by then, so the fences of the others show
   * whatever it sent them.
   */
  async holds(actor: PartyClient, ...types: string[]): Promise<void> {
    await actor.fence();
    for (const [client, mark] of this.marks) {
      for (const type of types) {
        await client.refute(type, mark);
      }
    }
  }
}
