// A NATS server of a test file's own, on a port of its own that outlives its restarts.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { eventually } from "./deadline";

/** Debian keeps servers out of the PATH of those who are not root. */
const NATS_SERVER = existsSync("/usr/sbin/nats-server") ? "/usr/sbin/nats-server" : "nats-server";

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) {
    child.kill("SIGKILL");
  }
});

export class NatsServer {
  private child: ChildProcess | undefined;

  private constructor(readonly port: number) {}

  static async start(): Promise<NatsServer> {
    const server = new NatsServer(await freePort());
    await server.launch();
    return server;
  }

  get url(): string {
    return natsUrl(this.port);
  }

  get processId(): number {
    return this.child?.pid ?? -1;
  }

  async launch(): Promise<void> {
    const child = spawn(NATS_SERVER, ["--addr", "127.0.0.1", "--port", String(this.port)], { stdio: "ignore" });
    this.child = child;
    running.add(child);
    child.once("exit", () => running.delete(child));
    await eventually("NATS takes connections", () => answers(this.port), 10_000);
  }

  /** SIGKILL: clients notice a broken connection. */
  async kill(): Promise<void> {
    const child = this.child;
    const gone = new Promise((resolve) => child?.once("exit", resolve));
    child?.kill("SIGKILL");
    await gone;
  }

  /** It no longer answers, or does again. */
  signal(name: "SIGSTOP" | "SIGCONT"): void {
    this.child?.kill(name);
  }
}

export function natsUrl(port: number): string {
  return `nats://127.0.0.1:${port}`;
}

/** A port of the loopback interface that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
