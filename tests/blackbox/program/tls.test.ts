// Native TLS: the whole protocol over it, and a certificate exchanged on SIGHUP without a restart.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runBinary } from "../harness/command";
import { eventually, within } from "../harness/deadline";
import { expectStatus } from "../harness/http";
import { Party } from "../harness/party";
import { RawConnection } from "../harness/raw_connection";
import { MatineeServer } from "../harness/server";
import { SETTING } from "../harness/settings";
import { newUser } from "../harness/token";

const directory = mkdtempSync(join(tmpdir(), "matinee-tls-"));
const certificate = join(directory, "certificate.pem");
const key = join(directory, "key.pem");

function makeCertificate(name: string): void {
  const subject = ["-subj", `/CN=${name}`, "-days", "2", "-nodes"];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
  execFileSync("openssl", ["req", "-x509", ...curve, ...subject, "-keyout", key, "-out", certificate], { stdio: "ignore" });
}

let server: MatineeServer;
beforeAll(async () => {
  makeCertificate("first.example");
  server = await MatineeServer.start({ settings: { [SETTING.tlsCertificate]: certificate, [SETTING.tlsKey]: key } });
});
afterAll(async () => {
  await server.stop();
  rmSync(directory, { recursive: true });
});

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

  it("SIGHUP exchanges the certificate for new connections and keeps the open ones", async () => {
    const party = await Party.create(server, newUser());
    const open = await party.reenter(party.host);
    expect(await certificateName()).toBe("first.example");
    makeCertificate("second.example");
    server.signal("SIGHUP");
    await eventually("the new certificate", async () => (await certificateName()) === "second.example");
    await open.fence();
  });
});
