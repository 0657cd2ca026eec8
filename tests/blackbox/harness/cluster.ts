// Several servers that work as one: on one PostgreSQL database and one NATS server of the test file's own.
import { afterAll, beforeAll } from "vitest";
import { scaled } from "./deadline";
import { NatsServer } from "./nats";
import { Party } from "./party";
import { PostgresqlServer } from "./postgresql";
import { MatineeServer } from "./server";
import { SETTING, type Settings } from "./settings";

export class Cluster {
  readonly servers: MatineeServer[] = [];

  private constructor(
    readonly postgresql: PostgresqlServer,
    readonly nats: NatsServer,
    readonly database: string,
  ) {}

  static async start(size: number, settings: Settings = {}): Promise<Cluster> {
    const [postgresql, nats] = await Promise.all([PostgresqlServer.start(), NatsServer.start()]);
    const cluster = new Cluster(postgresql, nats, postgresql.createDatabase());
    for (let i = 0; i < size; i += 1) {
      await cluster.add(settings);
    }
    return cluster;
  }

  /** One server more. */
  async add(settings: Settings = {}): Promise<MatineeServer> {
    const server = await MatineeServer.start({
      database: this.database,
      settings: { [SETTING.nats]: this.nats.url, ...settings },
    });
    this.servers.push(server);
    return server;
  }

  async stop(): Promise<void> {
    for (const server of this.servers) {
      await server.stop();
    }
    await this.nats.kill();
    await this.postgresql.close();
  }
}

/** A cluster for a whole test file. */
export function sharedCluster(size: number, settings: Settings = {}): { readonly cluster: Cluster } {
  const holder: { cluster?: Cluster } = {};
  beforeAll(async () => {
    holder.cluster = await Cluster.start(size, settings);
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
export function at(server: MatineeServer, party: Party): Party {
  return new Party(server, party.id, party.code, party.host);
}
