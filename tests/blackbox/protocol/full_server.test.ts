// A server that is full: whoever finds no place reads 503 with Retry-After, whatever they ask and however late, and
// those who watch over the server are answered all the same. By total, by address, by memory, and by open files.
import { execFileSync } from "node:child_process";
import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { eventually, within } from "../harness/deadline";
import { type HttpResponse, expectProblem, expectStatus, send } from "../harness/http";
import { RawConnection, type RawResponse, responsesIn, tryUpgrade } from "../harness/raw_connection";
import { MatineeServer } from "../harness/server";
import { SETTING, type Settings } from "../harness/settings";
import { newUser } from "../harness/token";

/** Connections the server keeps for those it has no place for; an address gets a quarter of them. */
const RESERVE_PER_ADDRESS = 16;

const servers: MatineeServer[] = [];
const connections: RawConnection[] = [];
afterEach(async () => {
  for (const connection of connections.splice(0)) {
    connection.close();
  }
  for (const server of servers.splice(0)) {
    await server.stop();
  }
});

async function start(settings: Settings, openFiles?: number): Promise<MatineeServer> {
  const server = await MatineeServer.start({ settings, openFiles });
  servers.push(server);
  return server;
}

async function open(server: MatineeServer, from?: string): Promise<RawConnection> {
  const connection = await RawConnection.to(server, from);
  connections.push(connection);
  return connection;
}

async function ask(server: MatineeServer, path: string, from?: string): Promise<RawResponse> {
  const connection = await open(server, from);
  connection.write(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
  const response = await connection.response();
  connection.close();
  return response;
}

/** A connection that has a place, as an answered request shows, and keeps it. */
async function occupy(server: MatineeServer, from?: string): Promise<void> {
  await eventually("a place in the server", async () => {
    const connection = await RawConnection.to(server, from);
    connection.write("GET /api/v1/config HTTP/1.1\r\nHost: a\r\n\r\n");
    const { status } = await connection.response();
    if (status !== 503) {
      connections.push(connection);
      return true;
    }
    connection.close();
    return undefined;
  });
}

async function fill(server: MatineeServer, places: number): Promise<void> {
  for (let taken = 0; taken < places; taken += 1) {
    await occupy(server);
  }
}

/** Sends requests only when there is an answer to them already, as over a long way, and insists on an end in order. */
async function lateRequest(server: MatineeServer): Promise<RawResponse> {
  const socket = connect({ host: "127.0.0.1", port: server.port, allowHalfOpen: true });
  const answer = new Promise<string>((resolve, reject) => {
    let received = "";
    const request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    socket.once("data", () => socket.write(request));
    // What follows a reset would fail.
    socket.once("end", () => socket.end(request));
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
    });
    socket.once("error", reject);
    socket.once("close", () => resolve(received));
  });
  const [response] = responsesIn(await within("a connection that is closed in order", 5000, answer));
  return response as RawResponse;
}

const refused = (response: RawResponse | HttpResponse): void => {
  expect(response.status).toBe(503);
  expect(Number(response.headers["retry-after"])).toBeGreaterThan(0);
};

describe("a server with as many connections as it may have", () => {
  const full = async (): Promise<MatineeServer> => {
    const server = await start({ [SETTING.connectionsTotal]: "2" });
    await fill(server, 2);
    return server;
  };

  it("says so to every request, with a time to come back", async () => {
    const server = await full();
    const response = await send(server, "GET", "/api/v1/watch-parties", { as: newUser() });
    refused(response);
    expectProblem(response, 503, "OVERLOADED");
    refused(await send(server, "POST", "/api/v1/watch-parties", { as: newUser(), body: { title: "Film" } }));
    refused(await tryUpgrade(server, "/api/v1/watch-parties/any/ws"));
  });

  it("answers those who watch over it", async () => {
    const server = await full();
    expectStatus(await send(server, "GET", "/healthz"), 200);
    expectStatus(await send(server, "GET", "/readyz"), 200);
    const metrics = expectStatus(await send(server, "GET", "/metrics"), 200);
    expect(metrics.text).toContain("matinee_");
  });

  it("tells those who ask nothing, too, and lets them go", async () => {
    const server = await full();
    const silent = await open(server);
    refused(await silent.response());
    await silent.closing();
  });

  it("has places again when somebody leaves", async () => {
    const server = await full();
    connections.shift()?.close();
    await occupy(server);
    refused(await ask(server, "/api/v1/config"));
  });

  it("says so beyond its reserve as well, also to a request that arrives late", async () => {
    const server = await full();
    for (let taken = 0; taken < RESERVE_PER_ADDRESS; taken += 1) {
      await open(server);
    }
    refused(await lateRequest(server));
  });

  it("has a reserve that one address can't use up", async () => {
    const server = await full();
    for (let taken = 0; taken < RESERVE_PER_ADDRESS + 4; taken += 1) {
      await open(server, "127.0.0.2");
    }
    expect((await ask(server, "/healthz", "127.0.0.3")).status).toBe(200);
  });
});

describe("an address with as many connections as one may have", () => {
  it("is refused alone", async () => {
    const server = await start({ [SETTING.connectionsPerAddress]: "2" });
    await fill(server, 2);
    refused(await ask(server, "/api/v1/config"));
    expect((await ask(server, "/healthz")).status).toBe(200);
    expect((await ask(server, "/api/v1/config", "127.0.0.2")).status).not.toBe(503);
  });
});

describe("a server over its memory limit", () => {
  it("refuses newcomers and stays ready", async () => {
    const server = await start({ [SETTING.memoryLimitMib]: "1" });
    await eventually("the limit is noticed", () => server.output.includes("memory_short"));
    refused(await send(server, "GET", "/api/v1/config"));
    expectStatus(await send(server, "GET", "/readyz"), 200);
  });
});

describe("a server that may have fewer files open than connections", () => {
  it("is full before it runs out of them", async () => {
    const server = await start({ [SETTING.connectionsTotal]: "1000" }, 80);
    expect(server.output).toContain("open_file_limit_low");
    const places = Number(/connections_possible=(\d+)/.exec(server.output)?.[1]);
    await fill(server, places);
    refused(await ask(server, "/api/v1/config"));
    expect((await ask(server, "/healthz")).status).toBe(200);
    expect(server.output).not.toContain("accepting_pauses");
  });

  it("waits for them when they run out all the same, and says so", async () => {
    const server = await start({});
    const none = ["--pid", String(server.processId), "--nofile=4:"];
    execFileSync("prlimit", none);
    const waiting = await open(server);
    waiting.write("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
    await eventually("a line that says so", () => server.output.includes("accepting_pauses"));
    execFileSync("prlimit", ["--pid", String(server.processId), "--nofile=1000:"]);
    expect((await waiting.response()).status).toBe(200);
  });
});

describe("more connections at once than are accepted in a second", () => {
  it("wait their turn; none is refused", async () => {
    const server = await start({ [SETTING.acceptsPerSecond]: "4" });
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map(() => ask(server, "/healthz")));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200, 200]);
  });
});
