// A PostgreSQL server of the suite's own, by tests/postgresql/serve, and databases on it.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { within } from "./deadline";

const SERVE = fileURLToPath(new URL("../../postgresql/serve", import.meta.url));

/** Whether every server of the suite keeps its parties on PostgreSQL instead of in its data directory. */
export const ON_POSTGRESQL = process.env.MATINEE_TEST_DATABASE === "postgresql";

export class PostgresqlServer {
  private schemas = 0;
  private readonly gone: Promise<unknown>;

  private constructor(
    private readonly child: ChildProcess,
    private readonly lines: AsyncIterator<string>,
    /** Of the database everyone shares; each server gets a schema of its own in it. */
    private readonly url: string,
  ) {
    this.gone = new Promise((resolve) => child.once("exit", resolve));
  }

  static async start(): Promise<PostgresqlServer> {
    const child = spawn(SERVE, [], { stdio: ["pipe", "pipe", "inherit"] });
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
    const first = await within("PostgreSQL starts", 60_000, lines.next());
    const url = /^ready (.*)$/.exec(first.value ?? "")?.[1];
    if (url === undefined) {
      throw new Error(`tests/postgresql/serve did not start a server: ${first.value}`);
    }
    return new PostgresqlServer(child, lines, url);
  }

  /** Stops or crashes the server, starts it again, or has it no longer answer for a while. */
  async tell(word: "stop" | "crash" | "start" | "freeze" | "thaw"): Promise<void> {
    this.child.stdin?.write(`${word}\n`);
    const answer = await within(`PostgreSQL does "${word}"`, 60_000, this.lines.next());
    if (answer.value !== "done") {
      throw new Error(`PostgreSQL did not ${word}: ${answer.value}`);
    }
  }

  /** The URL of an empty database that nobody else has. */
  createDatabase(): string {
    this.schemas += 1;
    const schema = `suite_${this.schemas}`;
    query(this.url, `CREATE SCHEMA ${schema}`);
    return `${this.url}&options=-csearch_path%3D${schema}`;
  }

  /** Where it listens: the path of its Unix socket. */
  get socket(): string {
    return `${parametersOf(this.url).get("host")}/.s.PGSQL.5432`;
  }

  /** The process that started all others of the server. */
  get postmasterId(): number {
    const folder = parametersOf(this.url).get("host");
    return Number(readFileSync(`${folder}/data/postmaster.pid`, "utf8").split("\n")[0]);
  }

  /** Stops it for good. */
  async close(): Promise<void> {
    this.child.stdin?.end();
    await within("PostgreSQL ends", 60_000, this.gone);
  }
}

/** The URL of the same database by way of a port of the loopback interface. */
export function byWayOf(port: number, database: string): string {
  const parameters = parametersOf(database);
  parameters.delete("host");
  return `postgresql://tester@127.0.0.1:${port}/postgres?${parameters}`;
}

/** Of a URL whose authority names no host, which URL would not take. */
function parametersOf(url: string): URLSearchParams {
  return new URLSearchParams(url.slice(url.indexOf("?") + 1));
}

/** The rows a query finds, a line each. */
export function query(url: string, sql: string): string[] {
  const output = execFileSync("psql", ["--no-psqlrc", "--tuples-only", "--no-align", "--quiet", "--command", sql, url], {
    encoding: "utf8",
  });
  return output.split("\n").filter((line) => line !== "");
}

let shared: Promise<PostgresqlServer> | undefined;

/** The one server of this test file, started when it is first needed. */
export function sharedPostgresql(): Promise<PostgresqlServer> {
  shared ??= PostgresqlServer.start();
  return shared;
}

/** Stops the test file's server, if it needed one. */
export async function closeSharedPostgresql(): Promise<void> {
  await (await shared)?.close();
}
