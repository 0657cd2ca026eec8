// Native TLS: the whole protocol over it, and a certificate exchanged on SIGHUP without a restart.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TLSSocket, connect } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeCertificate } from "../harness/certificate";
import { runBinary } from "../harness/command";
import { eventually, within } from "../harness/deadline";
import { expectStatus, send } from "../harness/http";
import { Party } from "../harness/party";
import { RawConnection } from "../harness/raw_connection";
import { MatineeServer } from "../harness/server";
import { SETTING } from "../harness/settings";
import { newUser } from "../harness/token";

const directory = mkdtempSync(join(tmpdir(), "matinee-tls-"));
const certificate = join(directory, "certificate.pem");
const key = join(directory, "key.pem");

let server: MatineeServer;
beforeAll(async () => {
  makeCertificate("first.example", certificate, key);
  server = await MatineeServer.start({ settings: { [SETTING.tlsCertificate]: certificate, [SETTING.tlsKey]: key } });
});
afterAll(async () => {
  await server.stop();
  rmSync(directory, { recursive: true });
});

/** A connection that has been answered, and stays. */
async function occupy(full: MatineeServer): Promise<TLSSocket> {
  const socket = connect({ host: "127.0.0.1", port: full.port, rejectUnauthorized: false });
  const answered = new Promise<string>((resolve, reject) => {
    socket.once("data", (chunk) => resolve(chunk.toString("latin1")));
    socket.once("error", reject);
    socket.write("GET /api/v1/config HTTP/1.1\r\nHost: a\r\n\r\n");
  });
  if ((await within("an answer", 5000, answered)).startsWith("HTTP/1.1 503")) {
    socket.destroy();
    throw new Error("there was no place");
  }
  return socket;
}

/** The name in the certificate a new connection is shown. */
function certificateName(): Promise<string> {
  const name = new Promise<string>((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port: server.port, rejectUnauthorized: false }, () => {
      resolve(String(socket.getPeerCertificate().subject.CN));
      socket.destroy();
    });
    socket.once("error", reject);
  });
  return within("a TLS handshake", 5000, name);
}

describe("over TLS", () => {
  it("a party works, and the address of its socket is wss", async () => {
    expect(server.url).toMatch(/^https:/);
    const party = await Party.create(server, newUser("Hanna"));
    const viewer = newUser("Vic");
    const joined = expectStatus(await party.tryJoin(viewer), 200).json;
    expect(joined.ws_url).toMatch(/^wss:/);
    const host = await party.reenter(party.host);
    const watcher = await party.reenter(viewer);
    host.send("seek", { position: 5 });
    await watcher.expect("seek", { position: 5 });
  });

  it("the load generator works, if it is told to trust the certificate", async () => {
    const load = ["bench", "--url", server.url, "--clients", "4", "--rate", "10", "--duration", "1s", "--quiet"];
    const trusting = await runBinary([...load, "--insecure"]);
    expect(trusting.code, trusting.output).toBe(0);
    const careful = await runBinary(load);
    expect(careful.code, careful.output).toBe(1);
    expect(careful.output).toContain("certificate verify failed");
  });

  it("plain HTTP on the same port is not served", async () => {
    const plain = await RawConnection.to(server);
    plain.write("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
    await plain.closing();
    expect(plain.responses.map((response) => response.status)).not.toContain(200);
  });

  it("a full server says so, and how it is", async () => {
    const tls = { [SETTING.tlsCertificate]: certificate, [SETTING.tlsKey]: key };
    const full = await MatineeServer.start({ settings: { ...tls, [SETTING.connectionsTotal]: "1" } });
    const only = await eventually("the only place", () => occupy(full));
    const refused = expectStatus(await send(full, "GET", "/api/v1/config"), 503);
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    expectStatus(await send(full, "GET", "/healthz"), 200);
    only.destroy();
    await full.stop();
  });

  it("SIGHUP exchanges the certificate for new connections and keeps the open ones", async () => {
    const party = await Party.create(server, newUser());
    const open = await party.reenter(party.host);
    expect(await certificateName()).toBe("first.example");
    makeCertificate("second.example", certificate, key);
    server.signal("SIGHUP");
    await eventually("the new certificate", async () => (await certificateName()) === "second.example");
    await open.fence();
  });
});
