// Starts and stops the real program, on a free port and a data directory of its own.

import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { binary, mediaDirectory } from './paths.js';

/** The key the servers of these tests sign and check tokens with. */
export const secret = 'a secret for the browser tests only';

const startDeadlineMs = 15_000;
const pollMs = 50;

/** One server with its data. Its address and data stay the same over `kill` and `start`. */
export class Server {
  private process: ChildProcess | null = null;
  private output = '';

  private constructor(
    readonly origin: string,
    private readonly dataDirectory: string,
    private readonly extraEnvironment: Record<string, string>,
  ) {}

  /** Starts a server and waits until it is ready. */
  static async launch(extraEnvironment: Record<string, string> = {}): Promise<Server> {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'matinee-browser-'));
    const server = new Server(`http://127.0.0.1:${await freePort()}`, dataDirectory, extraEnvironment);
    await server.start();
    return server;
  }

  async start(): Promise<void> {
    const started = spawn(binary, ['serve'], {
      env: {
        ...process.env,
        MATINEE_LISTEN: new URL(this.origin).host,
        MATINEE_DATA: this.dataDirectory,
        MATINEE_MEDIA_DIR: mediaDirectory,
        MATINEE_GUESTS: 'true',
        MATINEE_JWT_SECRET: secret,
        ...this.extraEnvironment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process = started;
    for (const stream of [started.stdout, started.stderr]) stream?.on('data', (data) => (this.output += String(data)));
    await this.untilReady(started);
  }

  /** Ends the program at once, as a crash would. */
  async kill(): Promise<void> {
    const running = this.process;
    this.process = null;
    if (running === null || running.exitCode !== null) return;
    const gone = once(running, 'exit');
    running.kill('SIGKILL');
    await gone;
  }

  /** The address of the operators' page, as `matinee admin page` prints it on the server's machine. */
  async operatorsPage(): Promise<string> {
    const env = { ...process.env, MATINEE_DATA: this.dataDirectory };
    const { stdout } = await promisify(execFile)(binary, ['admin', 'page', '--server', this.origin], { env });
    return stdout.trim();
  }

  /** Ends the program and removes its data. */
  async dispose(): Promise<void> {
    await this.kill();
    rmSync(this.dataDirectory, { recursive: true, force: true });
  }

  private async untilReady(started: ChildProcess): Promise<void> {
    const deadline = Date.now() + startDeadlineMs;
    while (Date.now() < deadline) {
      if (started.exitCode !== null) break;
      const ready = await fetch(`${this.origin}/readyz`).then(
        (response) => response.ok,
        () => false,
      );
      if (ready) return;
      await delay(pollMs);
    }
    throw new Error(`${binary} did not become ready. Its output:\n${this.output}`);
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
