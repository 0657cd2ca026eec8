// Garbage at the HTTP door: framing that can smuggle requests, sizes, slow senders, other protocols. The server answers
// with one clear refusal or closes, and goes on serving.
import { afterEach, describe, expect, it } from "vitest";
import { randomBytes } from "node:crypto";
import { duration } from "../harness/deadline";
import { expectStatus, send } from "../harness/http";
import { PARTIES } from "../harness/party";
import { RawConnection } from "../harness/raw_connection";
import { SETTING } from "../harness/settings";
import { sharedServer } from "../harness/shared_server";
import { newUser } from "../harness/token";

const shared = sharedServer({
  settings: { [SETTING.requestTimeout]: duration(500), [SETTING.idleTimeout]: duration(500) },
});
afterEach(async () => {
  expectStatus(await send(shared.server, "GET", "/healthz"), 200);
});

/** Sends bytes, waits for the connection to close, returns the statuses of all answers. */
async function statuses(bytes: string | Buffer): Promise<number[]> {
  const connection = await RawConnection.to(shared.server);
  connection.write(bytes);
  await connection.closing();
  return connection.responses.map((response) => response.status);
}
const post = (headers: string, body = ""): string =>
  `POST ${PARTIES} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n${headers}\r\n${body}`;
const HIDDEN = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";

describe("ambiguous framing is refused with 4xx (501 for a coding nobody knows), once, and the connection closes", () => {
  it.each([
    ["Transfer-Encoding with Content-Length", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", `0\r\n\r\n${HIDDEN}`)],
    ["Content-Length with Transfer-Encoding", post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", `0\r\n\r\n${HIDDEN}`)],
    ["Transfer-Encoding: identity", post("Transfer-Encoding: identity\r\n", HIDDEN)],
    ["Transfer-Encoding: gzip, chunked", post("Transfer-Encoding: gzip, chunked\r\n", `0\r\n\r\n${HIDDEN}`)],
    ["Transfer-Encoding: chunked, chunked", post("Transfer-Encoding: chunked, chunked\r\n", `0\r\n\r\n${HIDDEN}`)],
    ["Transfer-Encoding: xchunked", post("Transfer-Encoding: xchunked\r\n", `0\r\n\r\n${HIDDEN}`)],
    ["Transfer-Encoding with a vertical tab", post("Transfer-Encoding: \x0bchunked\r\n", `0\r\n\r\n${HIDDEN}`)],
    ["Transfer-Encoding twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", `0\r\n\r\n${HIDDEN}`)],
    ["two different Content-Lengths", post("Content-Length: 0\r\nContent-Length: 38\r\n", HIDDEN)],
    ["the same Content-Length twice", post("Content-Length: 0\r\nContent-Length: 0\r\n", HIDDEN)],
    ["a list of Content-Lengths", post("Content-Length: 0, 0\r\n", HIDDEN)],
    ["a negative Content-Length", post("Content-Length: -1\r\n", HIDDEN)],
    ["a signed Content-Length", post("Content-Length: +0\r\n", HIDDEN)],
    ["a hexadecimal Content-Length", post("Content-Length: 0x0\r\n", HIDDEN)],
    ["a Content-Length beyond 64 bits", post("Content-Length: 18446744073709551616\r\n", HIDDEN)],
    ["two Hosts", `GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n${HIDDEN}`],
    ["no Host", `GET /healthz HTTP/1.1\r\n\r\n${HIDDEN}`],
    ["a blank before the colon", post("Content-Length : 0\r\n", HIDDEN)],
    ["a folded header", post("X-Folded: a\r\n b\r\nContent-Length: 0\r\n", HIDDEN)],
    ["a NUL in a header", post("X-Nul: a\x00b\r\nContent-Length: 0\r\n", HIDDEN)],
    ["a bare carriage return in a header", post("X-Cr: a\rContent-Length: 5\r\nContent-Length: 0\r\n", HIDDEN)],
    ["a header without a colon", post("nonsense\r\nContent-Length: 0\r\n", HIDDEN)],
    ["a header without a name", post(": value\r\nContent-Length: 0\r\n", HIDDEN)],
    ["a chunk size that is no number", post("Transfer-Encoding: chunked\r\n", `zz\r\n\r\n${HIDDEN}`)],
    ["a negative chunk size", post("Transfer-Encoding: chunked\r\n", `-1\r\n\r\n${HIDDEN}`)],
    ["a chunk size beyond 64 bits", post("Transfer-Encoding: chunked\r\n", `FFFFFFFFFFFFFFFFF\r\n\r\n${HIDDEN}`)],
    ["a chunk longer than it says", post("Transfer-Encoding: chunked\r\n", `1\r\nabc\r\n0\r\n\r\n${HIDDEN}`)],
  ])("%s", async (_what, bytes) => {
    const answers = await statuses(bytes);
    expect(answers).toHaveLength(1);
    expect(answers[0]).toBeGreaterThanOrEqual(400);
    expect(answers[0]).toBeLessThanOrEqual(501);
    expect(answers[0]).not.toBe(500);
  });
});

describe("a request line that is none", () => {
  it.each([
    ["nothing but blanks", "   \r\n\r\n"],
    ["an unknown version", "GET / HTTP/9.9\r\nHost: a\r\n\r\n"],
    ["the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
    ["HTTP/0.9", "GET /\r\n\r\n"],
    ["a control character in the path", "GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n"],
    ["a blank in the path", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"],
    ["a TLS hello", Buffer.from("16030100700100006c0303", "hex")],
    ["another protocol's greeting", "SSH-2.0-OpenSSH_9.2\r\n\r\n"],
    ["random bytes", Buffer.concat([randomBytes(512), Buffer.from("\r\n\r\n")])],
  ])("(%s) is refused or closed, never served", async (_what, bytes) => {
    for (const status of await statuses(bytes)) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(600);
    }
  });
});

describe("sizes", () => {
  const large = "x".repeat(70_000);
  const authorization = `Authorization: Bearer ${newUser().token}\r\n`;

  it("headers beyond 8 KiB are 431 (or 400)", async () => {
    const answers = await statuses(`GET /healthz HTTP/1.1\r\nHost: a\r\nX-Large: ${"x".repeat(9000)}\r\n\r\n`);
    expect([400, 431]).toContain(answers[0]);
  });

  it("many small headers beyond 8 KiB are refused too", async () => {
    const many = Array.from({ length: 1000 }, (_, index) => `X-${index}: 1234\r\n`).join("");
    expect([400, 431]).toContain((await statuses(`GET /healthz HTTP/1.1\r\nHost: a\r\n${many}\r\n`))[0]);
  });

  it("a target beyond 8 KiB is 414 (or 431, or 400)", async () => {
    const answers = await statuses(`GET /${"x".repeat(9000)} HTTP/1.1\r\nHost: a\r\n\r\n`);
    expect([400, 414, 431]).toContain(answers[0]);
  });

  it("a body declared beyond 64 KiB is 413 before it is sent", async () => {
    expect(await statuses(post(`${authorization}Content-Length: 1000000000\r\n`))).toEqual([413]);
  });

  it("a body that grows beyond 64 KiB in chunks is 413", async () => {
    const chunk = `${large.length.toString(16)}\r\n${large}\r\n0\r\n\r\n`;
    expect(await statuses(post(`${authorization}Transfer-Encoding: chunked\r\n`, chunk))).toEqual([413]);
  });
});

describe("slow senders", () => {
  it.each([
    ["nothing", ""],
    ["half a request line", "GET /heal"],
    ["headers that never end", "GET /healthz HTTP/1.1\r\nHost: a\r\n"],
    ["half a body", post("Content-Length: 50\r\n", '{"title":')],
    ["half a chunk", post("Transfer-Encoding: chunked\r\n", "32\r\nabc")],
  ])("who send %s are cut off", async (_what, bytes) => {
    for (const status of await statuses(bytes)) {
      expect(status).toBe(408);
    }
  });

  it("are cut off even if a byte trickles in every now and then", async () => {
    const connection = await RawConnection.to(shared.server);
    connection.write("GET /healthz HTTP/1.1\r\nX-Slow: ");
    const trickle = setInterval(() => connection.write("x"), 50);
    try {
      await connection.closing();
    } finally {
      clearInterval(trickle);
    }
    expect(connection.responses.map((response) => response.status)).not.toContain(200);
  });
});

describe("good requests", () => {
  it("may follow one another on a connection", async () => {
    const connection = await RawConnection.to(shared.server);
    connection.write(HIDDEN);
    await connection.response();
    connection.write(HIDDEN);
    await connection.until("a second answer", () => connection.responses.length === 2);
    expect(connection.responses.map((response) => response.status)).toEqual([200, 200]);
    connection.close();
  });

  it("may arrive pipelined, byte by byte", async () => {
    const connection = await RawConnection.to(shared.server);
    for (const byte of HIDDEN + HIDDEN) {
      connection.write(byte);
    }
    await connection.until("two answers", () => connection.responses.length === 2);
    connection.close();
  });

  it("may carry a chunked body", async () => {
    const connection = await RawConnection.to(shared.server);
    const body = '{"title":"In pieces"}';
    const headers = `Authorization: Bearer ${newUser().token}\r\nTransfer-Encoding: chunked\r\n`;
    connection.write(post(headers, `5\r\n${body.slice(0, 5)}\r\n${(body.length - 5).toString(16)}\r\n${body.slice(5)}\r\n0\r\n\r\n`));
    expect((await connection.response()).status).toBe(201);
    connection.close();
  });

  it("may close the connection", async () => {
    expect(await statuses("GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")).toEqual([200]);
    expect(await statuses("GET /healthz HTTP/1.0\r\n\r\n")).toEqual([200]);
  });
});
