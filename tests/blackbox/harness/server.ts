// One matinee process: start, wait until ready, stop, kill, start again on the same data.
// The binary is MATINEE_BIN or build/release/matinee of this checkout.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { eventually, within } from "./deadline";
import { ON_POSTGRESQL, sharedPostgresql } from "./postgresql";
import { openRequest } from "./scheme";
import { SETTING, type Settings } from "./settings";
import { SECRET, secretsInUse } from "./token";

/** The program under test. */
export const BINARY = process.env.MATINEE_BIN
  ? resolve(process.env.INIT_CWD ?? ".", process.env.MATINEE_BIN)
  : fileURLToPath(new URL("../../../build/release/matinee", import.meta.url));

/** What a sanitizer prints when it finds something. */
const SANITIZER_REPORT = /(AddressSanitizer|LeakSanitizer|ThreadSanitizer|runtime error:)[^\n]*/;

const running = new Set<ChildProcess>();
const directories = new Set<string>();

/** Kills and removes what a failed test has left behind. */
export function abandonAll(): void {
  for (const child of running) {
    child.kill("SIGKILL");
  }
  for (const directory of directories) {
    rmSync(directory, { recursive: true, force: true });
  }
}
process.on("exit", abandonAll);

export interface ServerOptions {
  /** Settings on top of the suite's own (address, data, secret, guests), by environment name. */
  readonly settings?: Settings;
  /** A data directory somebody else owns; by default a temporary one that `stop` removes. */
  readonly data?: string;
  /** The URL of a database of its own, kept over restarts; by default it is in the data directory. */
  readonly database?: string;
  /** The limit of open files, soft and hard; by default this process's. */
  readonly openFiles?: number | undefined;
}

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A running server and its data directory, which outlives a kill and a restart. */
export class MatineeServer {
  readonly data: string;
  /** Everything the process has printed since it was first started. */
  output = "";
  private address = "";
  private child: ChildProcess | undefined;
  private exited: Promise<Exit> | undefined;
  private readonly ownsData: boolean;

  private constructor(private readonly options: ServerOptions) {
    this.ownsData = options.data === undefined;
    this.data = options.data ?? mkdtempSync(join(tmpdir(), "matinee-blackbox-"));
    if (this.ownsData) {
      directories.add(this.data);
    }
  }

  static async start(options: ServerOptions = {}): Promise<MatineeServer> {
    const onPostgresql = ON_POSTGRESQL && options.database === undefined && options.data === undefined;
    const database = onPostgresql ? (await sharedPostgresql()).createDatabase() : options.database;
    const server = new MatineeServer({ ...options, database });
    await server.launch();
    return server;
  }

  /** The URL of its database, unless that is in the data directory. */
  get database(): string | undefined {
    return this.options.database;
  }

  /** `http://127.0.0.1:PORT`, or `https:` with native TLS. */
  get url(): string {
    return this.address;
  }

  get port(): number {
    return Number(new URL(this.address).port);
  }

  get processId(): number {
    return this.child?.pid ?? -1;
  }

  /** Starts a process on the data directory and waits until it says it is ready. */
  async launch(settings: Settings = {}): Promise<void> {
    const own: Settings = {
      [SETTING.data]: this.data,
      ...(this.database === undefined ? {} : { [SETTING.database]: this.database }),
    };
    const child = spawnBinary(["serve"], { ...own, ...this.options.settings, ...settings }, this.options.openFiles);
    this.child = child;
    running.add(child);
    const from = this.output.length;
    const collect = (chunk: Buffer): void => {
      this.output += chunk.toString("utf8");
    };
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    this.exited = new Promise((settle) => {
      child.once("error", (error) => {
        this.output += `could not start ${BINARY}: ${error.message}\n`;
        settle({ code: -1, signal: null });
      });
      child.once("exit", (code, signal) => {
        running.delete(child);
        settle({ code, signal });
      });
    });
    const early = this.exited.then((exit) => {
      throw new Error(`the server ended while starting: ${JSON.stringify(exit)}\n${this.tail()}`);
    });
    await Promise.race([this.becomeReady(from), early]);
    early.catch(() => undefined);
  }

  private async becomeReady(from: number): Promise<void> {
    this.address = await eventually(
      "the line 'listening on http…'",
      () => /listening on (https?:\/\/[\d.]+:\d+)/.exec(this.output.slice(from))?.[1],
      10_000,
    );
    await eventually("/readyz says 200", async () => (await this.probe("/readyz")) === 200, 10_000);
  }

  private probe(path: string): Promise<number> {
    return new Promise((settle, reject) => {
      const probe = openRequest(this.address + path, { timeout: 1000 }, (response) => {
        response.resume();
        settle(response.statusCode ?? 0);
      });
      probe.once("error", reject);
      probe.end();
    });
  }

  /** Sends a signal to the running process. */
  signal(name: NodeJS.Signals): void {
    this.child?.kill(name);
  }

  /** Waits until the process is gone and says how it went. */
  async exit(milliseconds = 5000): Promise<Exit> {
    return within("the process ends", milliseconds, this.exited ?? Promise.reject(new Error("never started")), () =>
      this.tail(),
    );
  }

  /** Starts it again if it is gone, and waits until it is ready. */
  async keepUp(): Promise<void> {
    if (this.child === undefined || !running.has(this.child)) {
      return this.launch();
    }
    await eventually("/readyz says 200", async () => (await this.probe("/readyz")) === 200, 10_000);
  }

  /** As a power cut would: SIGKILL, nothing flushed. The data directory stays. */
  async kill(): Promise<void> {
    this.signal("SIGKILL");
    await this.exit();
  }

  /** SIGKILL, then a new process on the same data. The address changes. */
  async killAndRestart(settings: Settings = {}): Promise<void> {
    await this.kill();
    await this.launch(settings);
  }

  /** Stops in good order, insists on a clean end and a clean log, and removes the data. For `afterAll`. */
  async stop(): Promise<void> {
    this.signal("SIGTERM");
    try {
      const exit = await this.exit();
      if (exit.code !== 0) {
        throw new Error(`the server ended with ${JSON.stringify(exit)}\n${this.tail()}`);
      }
      this.insistOnCleanOutput();
    } finally {
      this.signal("SIGKILL");
      this.removeData();
    }
  }

  /** Removes the data directory unless somebody else owns it. */
  removeData(): void {
    if (this.ownsData) {
      rmSync(this.data, { recursive: true, force: true });
    }
  }

  private insistOnCleanOutput(): void {
    const leaked = secretsInUse().find((secret) => this.output.includes(secret));
    if (leaked !== undefined) {
      throw new Error(`a secret was logged: ${this.lineWith(leaked)}`);
    }
    const report = SANITIZER_REPORT.exec(this.output);
    if (report !== null) {
      throw new Error(`a sanitizer complained: ${report[0]}\n${this.tail(40)}`);
    }
  }

  private lineWith(text: string): string {
    return this.output.split("\n").find((line) => line.includes(text)) ?? "";
  }

  /** The last lines the process printed, for messages. */
  tail(lines = 15): string {
    return `server output:\n${this.output.split("\n").slice(-lines).join("\n")}`;
  }
}

/**
 * Starts the binary with the suite's settings on top of a bare environment. A write beyond a file size limit is to
 * fail as a write (EFBIG), not to kill the process, hence the ignored signal.
 */
export function spawnBinary(args: string[], settings: Settings = {}, openFiles?: number): ChildProcess {
  const limit = openFiles === undefined ? "" : `ulimit -n ${openFiles}; `;
  return spawn("bash", ["-c", `${limit}trap "" XFSZ; exec "$0" "$@"`, BINARY, ...args], {
    env: {
      PATH: process.env.PATH ?? "",
      HOME: tmpdir(),
      ...sanitizerOptions(),
      [SETTING.listen]: "127.0.0.1:0",
      [SETTING.jwtSecret]: SECRET,
      [SETTING.guests]: "1",
      ...settings,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function sanitizerOptions(): Settings {
  const names = ["ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS"];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name] as string]] : [])));
}
