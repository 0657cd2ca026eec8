// Specification "Connection", decisions 6 and 10: the upgrade, the ways to authenticate, Origin, who is refused and how.
import { describe, expect, it } from "vitest";
import { expectStatus, send } from "../harness/http";
import { Party } from "../harness/party";
import { RawConnection, tryUpgrade, upgradeRequest } from "../harness/raw_connection";
import { SETTING } from "../harness/settings";
import { sharedServer } from "../harness/shared_server";
import { mintToken, newUser, nowSeconds } from "../harness/token";

const FRIEND = "https://friend.example";
const shared = sharedServer({ settings: { [SETTING.allowedOrigins]: FRIEND } });
const pathOf = (party: Party) => `/api/v1/watch-parties/${party.id}/ws`;
const newParty = () => Party.create(shared.server, newUser());

describe("the Authorization header", () => {
  it("opens a connection on which the state can be asked for", async () => {
    const party = await newParty();
    const client = await party.connect(party.host);
    const state = await client.fence();
    expect(state).toMatchObject({ type: "sync", party_id: party.id, clip_id: null, position: 0, is_playing: false });
    expect(state.participants).toEqual([expect.objectContaining({ user_id: party.host.id, role: "host" })]);
  });

  it("needs no subprotocol and no Origin, and none is selected", async () => {
    const party = await newParty();
    const answer = await tryUpgrade(shared.server, pathOf(party), { Authorization: `Bearer ${party.host.token}` });
    expect(answer.status).toBe(101);
    expect(answer.headers["sec-websocket-protocol"]).toBeUndefined();
  });

  it("goes with an offer of matinee.v1, which is selected", async () => {
    const party = await newParty();
    const client = await party.connect(party.host, { protocols: ["something-else", "matinee.v1"] });
    expect(client.socket.protocol).toBe("matinee.v1");
  });

  it("goes before everything else: no token or a bad one is 401", async () => {
    const party = await newParty();
    const bad = [
      {},
      { Authorization: "Bearer nonsense" },
      { Authorization: `Bearer ${mintToken({ claims: { exp: nowSeconds() - 3600 } })}` },
    ];
    for (const headers of bad) {
      expect((await tryUpgrade(shared.server, pathOf(party), headers as Record<string, string>)).status).toBe(401);
    }
  });

  it("of a stranger is 403, of anybody at an unknown party 404", async () => {
    const party = await newParty();
    await expect(party.connect(newUser())).rejects.toMatchObject({ status: 403 });
    const headers = { Authorization: `Bearer ${newUser().token}` };
    expect((await tryUpgrade(shared.server, "/api/v1/watch-parties/unknown/ws", headers)).status).toBe(404);
  });
});

describe("the session cookie", () => {
  const sessionCookie = async (party: Party): Promise<string> => {
    const opened = expectStatus(await send(shared.server, "POST", "/api/v1/session", { as: party.host }), 204);
    return opened.headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
  };

  it("is accepted from the server's own origin and from an allowed one", async () => {
    const party = await newParty();
    const Cookie = await sessionCookie(party);
    const Host = `127.0.0.1:${shared.server.port}`;
    for (const Origin of [shared.server.url, FRIEND]) {
      expect((await tryUpgrade(shared.server, pathOf(party), { Host, Cookie, Origin })).status, Origin).toBe(101);
    }
  });

  it.each(["https://evil.example", "https://friend.example.evil.example", "https://evilfriend.example", "http://friend.example", "null", "garbage"])(
    "is refused from %s with 403",
    async (Origin) => {
      const party = await newParty();
      const Host = `127.0.0.1:${shared.server.port}`;
      const headers = { Host, Cookie: await sessionCookie(party), Origin };
      expect((await tryUpgrade(shared.server, pathOf(party), headers)).status).toBe(403);
    },
  );
});

describe("the bearer subprotocol of the original's browser clients", () => {
  const encodings: Array<[string, (token: string) => string]> = [
    ["base64url without padding", (token) => Buffer.from(token).toString("base64url")],
    ["base64 without padding", (token) => Buffer.from(token).toString("base64").replace(/=+$/, "")],
    ["base64 with padding", (token) => Buffer.from(token).toString("base64")],
  ];

  it.each(encodings)("in %s opens a connection and is echoed", async (_what, encode) => {
    for (const name of ["A", "Al", "Ali"]) {
      const party = await Party.create(shared.server, newUser(name));
      const offered = `auth.bearer.${encode(party.host.token)}`;
      const answer = await tryUpgrade(shared.server, pathOf(party), { "Sec-WebSocket-Protocol": offered });
      expect(answer.status).toBe(101);
      expect(answer.headers["sec-websocket-protocol"]).toBe(offered);
    }
  });

  it.each(["auth.bearer.", "auth.bearer.%%%", "auth.bearer.bm9uc2Vuc2U", "ticket.", "matinee.v1"])(
    "%s alone is 401",
    async (offered) => {
      const party = await newParty();
      const headers = { "Sec-WebSocket-Protocol": offered };
      expect((await tryUpgrade(shared.server, pathOf(party), headers)).status).toBe(401);
    },
  );
});

describe("a token in the query string", () => {
  it.each(["token", "access_token", "jwt", "auth"])("as %s is refused and not logged", async (name) => {
    const party = await newParty();
    const secret = mintToken({ claims: { sub: party.host.id } });
    const answer = await tryUpgrade(shared.server, `${pathOf(party)}?${name}=${secret}`);
    expect([400, 401]).toContain(answer.status);
    expect(shared.server.output).not.toContain(secret);
  });
});

describe("the upgrade itself", () => {
  const authorised = (party: Party) => ({ Authorization: `Bearer ${party.host.token}` });

  it.each([
    ["no key", { "Sec-WebSocket-Key": "" }],
    ["a key of the wrong length", { "Sec-WebSocket-Key": "c2hvcnQ=" }],
    ["version 8", { "Sec-WebSocket-Version": "8" }],
    ["another protocol", { Upgrade: "h2c" }],
    ["no Connection: Upgrade", { Connection: "keep-alive" }],
  ])("with %s is refused with 4xx", async (_what, headers) => {
    const party = await newParty();
    const answer = await tryUpgrade(shared.server, pathOf(party), { ...authorised(party), ...headers });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  });

  it("answers 426 or 400 with Sec-WebSocket-Version: 13 to another version", async () => {
    const party = await newParty();
    const answer = await tryUpgrade(shared.server, pathOf(party), { ...authorised(party), "Sec-WebSocket-Version": "8" });
    expect(answer.headers["sec-websocket-version"]).toBe("13");
  });

  it("computes Sec-WebSocket-Accept as RFC 6455, section 1.3 shows", async () => {
    const party = await newParty();
    const key = { "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==" };
    const answer = await tryUpgrade(shared.server, pathOf(party), { ...authorised(party), ...key });
    expect(answer.headers["sec-websocket-accept"]).toBe("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  });

  it("negotiates no extension it does not speak", async () => {
    const party = await newParty();
    const extension = { "Sec-WebSocket-Extensions": "x-unknown; a=b" };
    const answer = await tryUpgrade(shared.server, pathOf(party), { ...authorised(party), ...extension });
    expect(answer.status).toBe(101);
    expect(answer.headers["sec-websocket-extensions"]).toBeUndefined();
  });

  it("may not be followed by bytes before the answer", async () => {
    const party = await newParty();
    const connection = await RawConnection.to(shared.server);
    connection.write(`${upgradeRequest(pathOf(party), authorised(party))}GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n`);
    await connection.closing();
    expect(connection.responses.map((response) => response.status)).not.toContain(200);
    expect(connection.responses.map((response) => response.status)).not.toContain(101);
  });
});
