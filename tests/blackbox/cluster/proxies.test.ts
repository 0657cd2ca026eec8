// Three servers behind the proxies of deploy/: sockets get through, a party's people land together, and all servers are
// restarted, one after the other, while a film plays and its host keeps using the controls.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Cluster } from "../harness/cluster";
import { eventually, scaled } from "../harness/deadline";
import { expectStatus, send } from "../harness/http";
import { Scrape } from "../harness/metrics";
import { freePort } from "../harness/nats";
import { Party, gather } from "../harness/party";
import type { PartyClient } from "../harness/party_client";
import { Proxy, type ProxyKind } from "../harness/proxy";
import { SETTING } from "../harness/settings";
import { type User, newUser } from "../harness/token";

let cluster: Cluster;

beforeAll(async () => {
  cluster = await Cluster.start(0);
  for (let i = 0; i < 3; i += 1) {
    // A server takes longer to restart than a proxy takes to try one again, as it does with any sensible setting: else all
    // three are taken for dead at once.
    const settings = { [SETTING.drainTime]: "1500ms", [SETTING.trustedProxies]: "127.0.0.1/32" };
    await cluster.add({ ...settings, [SETTING.listen]: `127.0.0.1:${await freePort()}` });
  }
}, scaled(60_000));

afterAll(() => cluster.stop(), scaled(60_000));

/** Somebody whose player connects again whenever it loses its connection, and who seeks all the time. */
class Restless {
  /** How long the longest while without an answer was, in ms. */
  longestGap = 0;
  reconnections = 0;
  private going = true;
  private readonly done: Promise<void>;

  private constructor(
    private readonly party: Party,
    private readonly user: User,
    private client: PartyClient,
  ) {
    this.done = this.keepSeeking();
  }

  static async start(party: Party, user: User): Promise<Restless> {
    return new Restless(party, user, await party.reenter(user));
  }

  async stop(): Promise<void> {
    this.going = false;
    await this.done;
    await this.client.close();
  }

  private async keepSeeking(): Promise<void> {
    let last = Date.now();
    for (let i = 0; this.going; i += 1) {
      const position = 1000 + i;
      try {
        this.client.send("seek", { position });
        await this.client.expect("seek", { position }, 500);
        this.longestGap = Math.max(this.longestGap, Date.now() - last);
        last = Date.now();
      } catch {
        await this.comeBack();
      }
    }
  }

  private async comeBack(): Promise<void> {
    if (this.client.isOpen) {
      return;
    }
    this.reconnections += 1;
    this.client = await eventually("the way in", () => this.party.reenter(this.user), 5000);
  }
}

/** Where a playing film is, told so that it stays the same while it plays on: at server time 0, in ms. */
async function placeOf(client: PartyClient): Promise<number> {
  const state = await client.fence();
  return state.position_ms - state.server_time_ms;
}

async function playFrom(film: Party): Promise<number> {
  const host = await film.reenter(film.host);
  host.send("play");
  await host.expect("play");
  const place = await placeOf(host);
  await host.close();
  return place;
}

const PROXIES: Array<[ProxyKind, string]> = [["HAProxy", "HTTP"], ["HAProxy", "TLS"], ["nginx", "TLS"]];

describe.each(PROXIES)("%s with %s", (kind, how) => {
  let proxy: Proxy;
  beforeAll(async () => {
    proxy = await Proxy.start(kind, cluster.servers.map((server) => server.port), how === "TLS");
  });
  afterAll(() => proxy?.stop());

  it("lets sockets through, and brings a party's people to one server", async () => {
    const { host, everyone } = await gather(proxy);
    host.send("seek", { position: 42 });
    for (const client of everyone) {
      await client.expect("seek", { position: 42 });
    }
    const open = await Promise.all(
      cluster.servers.map(async (server) => (await Scrape.of(server)).sum("matinee_websocket_connections")),
    );
    expect([...open].sort()).toEqual([0, 0, 3]);
    await Promise.all(everyone.map((client) => client.close()));
    await eventually("all sockets are closed", async () => {
      const scrapes = await Promise.all(cluster.servers.map((server) => Scrape.of(server)));
      return scrapes.every((scrape) => scrape.sum("matinee_websocket_connections") === 0);
    });
  });

  it("spreads parties over the servers", async () => {
    for (let i = 0; i < 12; i += 1) {
      await Party.create(proxy, newUser("Hanna"));
    }
    for (const server of cluster.servers) {
      expect((await Scrape.of(server)).sum("matinee_http_requests_total")).toBeGreaterThan(0);
    }
  });

  it("keeps a party going while every server is restarted", async () => {
    const party = await Party.create(proxy, newUser("Hanna"));
    const restless = await Restless.start(party, party.host);
    const film = await Party.create(proxy, newUser("Hal"));
    const before = await playFrom(film);
    for (const server of cluster.servers) {
      server.signal("SIGTERM");
      await server.exit(10_000);
      await server.launch();
      expectStatus(await send(proxy, "GET", "/readyz"), 200);
    }
    await restless.stop();
    const moved = Math.abs((await placeOf(await film.reenter(film.host))) - before);
    expect(moved, "how far a film moved, in ms").toBeLessThan(scaled(15));
    console.log(`${kind} with ${how}: all restarted; longest without control ${restless.longestGap} ms, film moved by ${moved} ms, after ${restless.reconnections} reconnections`);
    expect(restless.reconnections).toBeGreaterThan(0);
    expect(restless.longestGap).toBeLessThan(scaled(3000));
  }, 40_000);
});
