// Bytes on a TCP connection, for everything a well-behaved client library would not send.
import { randomBytes } from "node:crypto";
import { type Socket, connect } from "node:net";
import { within } from "./deadline";
import type { MatineeServer } from "./server";

/** A status line and headers found in the received bytes. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
}

/** Every response in `bytes` (latin1). */
export function responsesIn(bytes: string): RawResponse[] {
  return [...bytes.matchAll(/HTTP\/1\.[01] (\d{3})[^\r\n]*\r\n((?:[^\r\n]+\r\n)*)/g)].map((match) => ({
    status: Number(match[1]),
    headers: Object.fromEntries(
      (match[2] ?? "")
        .split("\r\n")
        .filter((line) => line.includes(":"))
        .map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
    ),
  }));
}

/** A plain connection to the server's port. */
export class RawConnection {
  private bytes = Buffer.alloc(0);
  private open = true;
  private readonly wake = new Set<() => void>();

  private constructor(readonly socket: Socket) {
    socket.on("data", (chunk) => {
      this.bytes = Buffer.concat([this.bytes, chunk]);
      this.wakeAll();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      this.open = false;
      this.wakeAll();
    });
  }

  /** @param from a loopback address to come from, as another client would */
  static async to(server: MatineeServer, from = "127.0.0.1"): Promise<RawConnection> {
    const socket = connect({ host: "127.0.0.1", port: server.port, localAddress: from, allowHalfOpen: false });
    await within("TCP connects", 5000, new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("error", reject);
    }));
    return new RawConnection(socket);
  }

  write(data: string | Buffer): void {
    this.socket.write(typeof data === "string" ? Buffer.from(data, "latin1") : data);
  }

  /** Everything received so far, as latin1 so that bytes stay bytes. */
  get received(): string {
    return this.bytes.toString("latin1");
  }

  /** The bytes received behind the first blank line. */
  get payload(): Buffer {
    const end = this.bytes.indexOf("\r\n\r\n");
    return end < 0 ? Buffer.alloc(0) : this.bytes.subarray(end + 4);
  }

  /** Every response in the received bytes. */
  get responses(): RawResponse[] {
    return responsesIn(this.received);
  }

  get isOpen(): boolean {
    return this.open;
  }

  /** Waits until `condition` holds, looking after every arrival. */
  async until(what: string, condition: () => boolean, milliseconds = 5000): Promise<void> {
    const watch = async (): Promise<void> => {
      while (!condition()) {
        if (!this.open) {
          throw new Error(`${what}: the connection closed first; received ${JSON.stringify(this.received)}`);
        }
        await new Promise<void>((resolve) => {
          this.wake.add(resolve);
        });
      }
    };
    await within(what, milliseconds, watch(), () => `received ${JSON.stringify(this.received.slice(0, 2000))}`);
  }

  /** Waits for the first response's status line and headers. */
  async response(milliseconds = 5000): Promise<RawResponse> {
    await this.until("a response", () => this.responses.length > 0, milliseconds);
    return this.responses[0] as RawResponse;
  }

  /** Waits until the server has closed the connection. */
  async closing(milliseconds = 5000): Promise<void> {
    await this.until("the server closes the connection", () => !this.open, milliseconds).catch((error) => {
      if (this.open) {
        throw error;
      }
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private wakeAll(): void {
    for (const wake of this.wake) {
      wake();
    }
    this.wake.clear();
  }
}

/** The text of an upgrade request as RFC 6455 wants it. */
export function upgradeRequest(path: string, headers: Record<string, string> = {}): string {
  const lines = {
    Host: "127.0.0.1",
    Upgrade: "websocket",
    Connection: "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": randomBytes(16).toString("base64"),
    ...headers,
  };
  const text = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${path} HTTP/1.1\r\n${text.join("")}\r\n`;
}

/** Asks for an upgrade with exactly these headers and says how it was answered; closes the connection. */
export async function tryUpgrade(
  server: MatineeServer,
  path: string,
  headers: Record<string, string> = {},
): Promise<RawResponse> {
  const connection = await RawConnection.to(server);
  connection.write(upgradeRequest(path, headers));
  const response = await connection.response();
  connection.close();
  return response;
}
