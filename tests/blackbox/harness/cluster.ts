// Several servers that work as one: on one PostgreSQL database and one NATS server of the test file's own. Where a test is
// about the network, each server's ways to both lead through gates.
import { afterAll, beforeAll } from "vitest";
import { Gate } from "../../sync/gate/gate";
import { eventually, scaled } from "./deadline";
import type { Origin } from "./http";
import { NatsServer, natsUrl } from "./nats";
import { Party } from "./party";
import { PostgresqlServer, byWayOf } from "./postgresql";
import { MatineeServer } from "./server";
import { SETTING, type Settings } from "./settings";
import { newUser } from "./token";

/** One server's ways to what all share. */
export interface Links {
  readonly nats: Gate;
  readonly database: Gate;
}

export class Cluster {
  readonly servers: MatineeServer[] = [];
  private readonly gates = new Map<MatineeServer, Links>();

  private constructor(
    readonly postgresql: PostgresqlServer,
    readonly nats: NatsServer,
    readonly database: string,
  ) {}

  /** `gated`: every server's connections to NATS and to PostgreSQL go through gates. */
  static async start(size: number, settings: Settings = {}, gated = false): Promise<Cluster> {
    const [postgresql, nats] = await Promise.all([PostgresqlServer.start(), NatsServer.start()]);
    const cluster = new Cluster(postgresql, nats, postgresql.createDatabase());
    for (let i = 0; i < size; i += 1) {
      await cluster.add(settings, gated ? await cluster.openGates() : undefined);
    }
    return cluster;
  }

  /** One server more. */
  async add(settings: Settings = {}, links?: Links): Promise<MatineeServer> {
    const server = await MatineeServer.start({
      database: links === undefined ? this.database : byWayOf(links.database.port, this.database),
      settings: { [SETTING.nats]: links === undefined ? this.nats.url : natsUrl(links.nats.port), ...settings },
    });
    this.servers.push(server);
    if (links !== undefined) {
      this.gates.set(server, links);
    }
    return server;
  }

  async openGates(): Promise<Links> {
    return { nats: await Gate.open(this.nats.port), database: await Gate.open(this.postgresql.socket) };
  }

  /** The gates of a server of a gated cluster. */
  links(server: MatineeServer): Links {
    const links = this.gates.get(server);
    if (links === undefined) {
      throw new Error("this cluster has no gates");
    }
    return links;
  }

  /** Every gate lets everything through again, and every server that is gone is started. */
  async heal(): Promise<void> {
    for (const gate of [...this.gates.values()].flatMap(({ nats, database }) => [nats, database])) {
      gate.watch(undefined);
      gate.change({ roundTripMs: 0, jitterMs: 0 });
      gate.hold("nothing");
      gate.mend();
    }
    for (const server of this.servers) {
      await server.keepUp();
    }
    if (this.gates.size > 0) {
      await eventually("every server reaches every other", () => this.isWhole(), 15_000);
    }
  }

  /** Whether a party of any server can be joined at every other. */
  private async isWhole(): Promise<boolean> {
    for (const leader of this.servers) {
      const party = await Party.create(leader, newUser("Hal"));
      for (const server of this.servers) {
        if ((await at(server, party).tryJoin(newUser("Wes"))).status !== 200) {
          return false;
        }
      }
    }
    return true;
  }

  async stop(): Promise<void> {
    const stopped = await Promise.allSettled(this.servers.map((server) => server.stop()));
    for (const { nats, database } of this.gates.values()) {
      await nats.close();
      await database.close();
    }
    await this.nats.kill();
    await this.postgresql.close();
    for (const { reason } of stopped.filter((result) => result.status === "rejected")) {
      throw reason;
    }
  }
}

/** A cluster for a whole test file. */
export function sharedCluster(size: number, settings: Settings = {}, gated = false): { readonly cluster: Cluster } {
  const holder: { cluster?: Cluster } = {};
  beforeAll(async () => {
    holder.cluster = await Cluster.start(size, settings, gated);
  }, scaled(60_000));
  afterAll(async () => {
    await holder.cluster?.stop();
  }, scaled(60_000));
  return {
    get cluster(): Cluster {
      if (holder.cluster === undefined) {
        throw new Error("the cluster is not there yet");
      }
      return holder.cluster;
    },
  };
}

/** The same party, asked at another server. */
export function at(server: Origin, party: Party): Party {
  return new Party(server, party.id, party.code, party.host);
}
