// What the operators of a server look at and do, and that nobody else can.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runBinary } from "../harness/command";
import { scaled } from "../harness/deadline";
import { type HttpResponse, RFC3339_UTC, expectProblem, expectRateLimited, expectStatus, send } from "../harness/http";
import { PARTIES, Party, gather } from "../harness/party";
import { UpgradeRefused, PartyClient } from "../harness/party_client";
import { MatineeServer } from "../harness/server";
import { SETTING } from "../harness/settings";
import { sharedServer } from "../harness/shared_server";
import { type User, mintToken, newUser, rememberSecret } from "../harness/token";

const ADMIN = "/api/v1/admin";
const operator = newUser("Olga");
const shared = sharedServer({ settings: { [SETTING.adminUsers]: operator.id, MATINEE_LISTINGS_PER_MINUTE: "1000" } });

const ask = (method: string, path: string, as: User | undefined = operator, body?: unknown): Promise<HttpResponse> =>
  send(shared.server, method, ADMIN + path, { ...(as === undefined ? {} : { as }), ...(body === undefined ? {} : { body }) });
const get = async (path: string, as: User = operator): Promise<any> => expectStatus(await ask("GET", path, as), 200).json;
const block = (user: User, reason?: string): Promise<HttpResponse> =>
  ask("PUT", `/blocked-users/${user.id}`, operator, reason === undefined ? undefined : { reason });

/** Signed with the key in the server's data directory. */
async function operatorToken(server: MatineeServer, ...more: string[]): Promise<User> {
  const run = await runBinary(["admin", "token", ...more], { [SETTING.data]: server.data });
  expect(run.code, run.output).toBe(0);
  const token = run.stdout.trim();
  rememberSecret(token);
  return { id: "operator", name: "Operator", token };
}

const DOORS = [
  ["GET", "/parties"],
  ["GET", "/parties/some-id"],
  ["GET", "/parties/some-id/events"],
  ["POST", "/parties/some-id/close"],
  ["GET", "/connections"],
  ["GET", "/blocked-users"],
  ["PUT", "/blocked-users/some-id"],
  ["DELETE", "/blocked-users/some-id"],
] as const;

describe("the operators' endpoints", () => {
  it.each(DOORS)("%s %s is closed to everybody else", async (method, path) => {
    expectProblem(await send(shared.server, method, ADMIN + path), 401, "UNAUTHENTICATED");
    expectProblem(await ask(method, path, newUser()), 403, "FORBIDDEN");
    expectProblem(await ask(method, path, newUser("Sly", { admin: true, server_operator: true, roles: ["admin"] })), 403, "FORBIDDEN");
    const sneaky = { ...newUser(), token: mintToken({ claims: { sub: "operator" } }) };
    expectProblem(await ask(method, path, sneaky), 403, "FORBIDDEN");
    const forged = { ...newUser(), token: mintToken({ header: { kid: "matinee-operator" }, claims: { sub: "operator" } }) };
    expectProblem(await ask(method, path, forged), 401, "UNAUTHENTICATED");
    const guest = expectStatus(await send(shared.server, "POST", "/api/v1/session/guest", { body: { display_name: "G" } }), 201).json;
    rememberSecret(guest.token);
    expectProblem(await ask(method, path, { id: guest.user_id, name: "G", token: guest.token }), 403, "FORBIDDEN");
  });

  it.each(DOORS)("%s %s takes no cookie from pages of elsewhere where it changes something", async (method, path) => {
    const headers = { Cookie: `matinee_session=${operator.token}`, Origin: "https://evil.example" };
    const answer = await send(shared.server, method, ADMIN + path, { headers });
    if (method === "GET") expect([200, 404]).toContain(answer.status);
    else expectProblem(answer, 403, "FORBIDDEN");
  });

  it("open to the token of matinee admin, which opens nothing else", async () => {
    const token = await operatorToken(shared.server);
    await get("/parties", token);
    const { party } = await gather(shared.server);
    expectProblem(await send(shared.server, "POST", PARTIES, { as: token, body: { title: "Mine" } }), 403, "FORBIDDEN");
    expectProblem(await send(shared.server, "GET", `${PARTIES}/${party.id}`, { as: token }), 403, "FORBIDDEN");
    expectProblem(await send(shared.server, "POST", "/api/v1/session", { as: token }), 403, "FORBIDDEN");
    expectProblem(await send(shared.server, "DELETE", "/api/v1/me", { as: token }), 403, "FORBIDDEN");
    await expect(PartyClient.connect(shared.server, token, party.id)).rejects.toThrow(UpgradeRefused);
    expectProblem(await ask("GET", "/parties", { ...token, token: `${token.token.slice(0, -4)}AAAA` }), 401, "UNAUTHENTICATED");
  });

  it("closed when nobody is named and the key is another server's", async () => {
    const server = await MatineeServer.start();
    try {
      expectProblem(await send(server, "GET", `${ADMIN}/parties`, { as: operator }), 403, "FORBIDDEN");
      expectProblem(await send(server, "GET", `${ADMIN}/parties`, { as: await operatorToken(shared.server) }), 401, "UNAUTHENTICATED");
      expectStatus(await send(server, "GET", `${ADMIN}/parties`, { as: await operatorToken(server) }), 200);
    } finally {
      await server.stop();
    }
  });

  it("are limited by the minute", async () => {
    const server = await MatineeServer.start({ settings: { [SETTING.adminUsers]: operator.id, MATINEE_LISTINGS_PER_MINUTE: "2" } });
    try {
      for (const path of ["/parties", "/connections"]) expectStatus(await send(server, "GET", ADMIN + path, { as: operator }), 200);
      for (const [method, path] of DOORS) expectRateLimited(await send(server, method, ADMIN + path, { as: operator }), 60);
      expectStatus(await send(server, "GET", `${PARTIES}/history`, { as: operator }), 200);
    } finally {
      await server.stop();
    }
  });
});

describe("parties", () => {
  it("are listed whatever their visibility, those with somebody in them first, page by page", async () => {
    const server = await MatineeServer.start({ settings: { [SETTING.adminUsers]: operator.id } });
    try {
      const { party, viewer } = await gather(server, { visibility: "private" });
      expectStatus(await party.request("PUT", "/password", { as: party.host, body: { password: "open sesame" } }), 204);
      const empty = await Party.create(server, newUser("Eve"), { visibility: "friends", title: "Nobody's" });
      const list = async (query = ""): Promise<any> =>
        expectStatus(await send(server, "GET", `${ADMIN}/parties${query}`, { as: operator }), 200).json;
      await expect.poll(async () => (await list()).parties[0].active_count, { timeout: scaled(5000) }).toBe(3);
      const all = await list();
      expect(all.next).toBeNull();
      expect(all.parties.map((one: any) => one.id)).toEqual([party.id, empty.id]);
      expect(all.parties[0]).toMatchObject({
        title: "Friday Night Movies",
        host: { user_id: party.host.id, display_name: "Hanna" },
        visibility: "private",
        participant_count: 3,
        connection_count: 3,
        in_memory: true,
        has_password: true,
        is_playing: false,
      });
      expect(all.parties[1]).toMatchObject({ connection_count: 0, participant_count: 1, visibility: "friends" });
      const first = await list("?limit=1");
      expect(first.parties.map((one: any) => one.id)).toEqual([party.id]);
      const second = await list(`?limit=1&after=${first.next}`);
      expect(second.parties.map((one: any) => one.id)).toEqual([empty.id]);
      const text = JSON.stringify(all);
      expect(text).not.toContain(party.code);
      expect(text).not.toContain(viewer.user.token);
    } finally {
      await server.stop();
    }
  });

  it.each(["limit=0", "limit=51", "limit=x", "after=", "after=nonsense", "after=1-2-%ff", "search=film", "sort=newest", "sort=x"])(
    "are not listed by ?%s",
    async (query) => {
      expectProblem(await ask("GET", `/parties?${query}`), 400, "INVALID_REQUEST");
    },
  );

  it("are shown with their connections, without addresses and tokens", async () => {
    const { party, host, viewer } = await gather(shared.server);
    host.send("skip", { clip_id: "film" });
    await viewer.expect("skip");
    const seen = await get(`/parties/${party.id}`);
    expect(seen).toMatchObject({
      id: party.id,
      host_user_id: party.host.id,
      status: "active",
      participant_count: 3,
      current_clip_id: "film",
      connection_count: 3,
      waits_for_storage: false,
      settings: { waiting: expect.any(String) },
    });
    expect(seen.connections).toHaveLength(3);
    const of = seen.connections.find((one: any) => one.user_id === viewer.user.id);
    expect(of).toMatchObject({ display_name: "Vic", party_id: party.id, waiting_bytes: 0, reading_paused: false });
    expect(of.since).toMatch(RFC3339_UTC);
    expect((await get(`/parties/${party.id}?connections=1`)).connections).toHaveLength(1);
    const text = JSON.stringify(seen);
    expect(text).not.toContain("127.0.0.1");
    expect(text).not.toContain(viewer.user.token);
    await party.end();
    expect(await get(`/parties/${party.id}`)).toMatchObject({ status: "ended" });
  });

  it.each(["connections=0", "connections=201", "connections=-1", "connections=1.5", "connections="])("are not shown with ?%s", async (query) => {
    const { party } = await gather(shared.server);
    expectProblem(await ask("GET", `/parties/${party.id}?${query}`), 400, "INVALID_REQUEST");
  });

  it.each(["no-such-party", "a".repeat(129), "%00", "%ff", "..%2f"])("that don't exist (%s) are not found", async (id) => {
    for (const [method, path] of [["GET", ""], ["GET", "/events"], ["POST", "/close"]] as const) {
      expectProblem(await ask(method, `/parties/${id}${path}`), 404, "NOT_FOUND");
    }
  });

  it("tell what happened lately, and how long each step took", async () => {
    const { party, host, viewer } = await gather(shared.server);
    host.send("skip", { clip_id: "film" });
    await viewer.expect("skip");
    host.send("seek", { position: 30 });
    await viewer.expect("seek");
    viewer.send("chat", { message: "Hello" });
    await host.expect("chat_message");
    viewer.send("seek", { position: 1 });
    viewer.send("reaction", { emoji: "🎬" });
    await host.expect("reaction");
    const { events } = await get(`/parties/${party.id}/events`);
    expect(events.map((one: any) => [one.type, one.user_id])).toEqual([
      ["join", expect.any(String)],
      ["join", viewer.user.id],
      ["promote", party.host.id],
      ["skip", party.host.id],
      ["seek", party.host.id],
      ["chat", viewer.user.id],
    ]);
    for (const event of events.slice(2)) {
      expect(event.failed).toBe(false);
      expect(event.at).toMatch(RFC3339_UTC);
      expect(event.decided_us).toBeGreaterThanOrEqual(0);
      expect(event.committed_us).toBeGreaterThanOrEqual(event.decided_us);
      expect(event.handed_out_us).toBeGreaterThanOrEqual(event.committed_us);
    }
    expect(JSON.stringify(events)).not.toContain("Hello");
  });

  it("are closed for everyone, in the operator's name", async () => {
    const { party, everyone } = await gather(shared.server);
    expectStatus(await ask("POST", `/parties/${party.id}/close`), 204);
    for (const client of everyone) {
      await client.expect("party-ended", { reason: "operator" });
      await client.expectClose(4500);
    }
    expectProblem(await party.tryJoin(newUser()), 404, "PARTY_ENDED");
    expectStatus(await ask("POST", `/parties/${party.id}/close`), 204);
    expect(shared.server.output).toContain("party_closed_by_operator");
  });
});

describe("connections", () => {
  it("are listed, of everybody or of one user, page by page", async () => {
    const { party, viewer } = await gather(shared.server);
    const of = `user_id=${viewer.user.id}`;
    const mine = await get(`/connections?${of}`);
    expect(mine.connections).toMatchObject([{ user_id: viewer.user.id, party_id: party.id, commands_in_flight: 0 }]);
    expect(mine.total).toBeGreaterThanOrEqual(3);
    const ids: string[] = [];
    let after = "";
    do {
      const page = await get(`/connections?limit=1${after === "" ? "" : `&after=${after}`}`);
      ids.push(...page.connections.map((one: any) => one.id));
      after = page.next ?? "";
    } while (after !== "" && ids.length < 1000);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain(mine.connections[0].id);
    await viewer.close();
    await expect.poll(async () => (await get(`/connections?${of}`)).connections, { timeout: scaled(5000) }).toEqual([]);
  });

  it.each(["limit=0", "limit=201", "after=x", "after=-1", "after=", "after=99999999999999999999999", "user_id=", "user_id=%00"])(
    "are not listed by ?%s",
    async (query) => {
      expectProblem(await ask("GET", `/connections?${query}`), 400, "INVALID_REQUEST");
    },
  );
});

describe("a blocked user", () => {
  it("is let in nowhere, until unblocked", async () => {
    const { party, host, viewer } = await gather(shared.server);
    const vic = viewer.user;
    expectStatus(await block(vic, "spam"), 204);
    await viewer.expectClose(4506);
    await host.expect("participant-left", { participant: { user_id: vic.id }, reason: "disconnected" });
    for (const [method, path, body] of [
      ["GET", "/api/v1/session", undefined],
      ["POST", "/api/v1/session", undefined],
      ["POST", PARTIES, { title: "Mine" }],
      ["POST", `${PARTIES}/${party.code}/join`, undefined],
      ["GET", `${PARTIES}/public`, undefined],
      ["POST", `${PARTIES}/${party.id}/ws-ticket`, undefined],
      ["POST", `${PARTIES}/${party.id}/messages`, { message: "Hello" }],
    ] as const) {
      const answer = await send(shared.server, method, path, { as: vic, ...(body === undefined ? {} : { body }) });
      // Where anyone may look, so may they, as nobody.
      if (path.endsWith("/public")) expectStatus(answer, 200);
      else expectProblem(answer, 403, "BLOCKED");
    }
    const refused = await party.connect(vic);
    await refused.expectError("BLOCKED");
    await refused.expectClose(4506);
    expectStatus(await send(shared.server, "GET", "/api/v1/session", { as: newUser() }), 200);
    const listed = (await get("/blocked-users")).blocked_users;
    expect(listed[0]).toMatchObject({ user_id: vic.id, reason: "spam", blocked_at: expect.stringMatching(RFC3339_UTC) });
    expectStatus(await ask("DELETE", `/blocked-users/${vic.id}`), 204);
    expectStatus(await ask("DELETE", `/blocked-users/${vic.id}`), 204);
    await party.reenter(vic);
    expect((await get("/blocked-users")).blocked_users.map((one: any) => one.user_id)).not.toContain(vic.id);
    expect(shared.server.output).toContain("user_blocked");
    expect(shared.server.output).toContain("user_unblocked");
  });

  it("stays blocked when a ticket was got before, and when the server is killed", async () => {
    const server = await MatineeServer.start({ settings: { [SETTING.adminUsers]: operator.id } });
    try {
      const { party, viewer } = await gather(server);
      const asked = await send(server, "POST", `${PARTIES}/${party.id}/ws-ticket`, { as: viewer.user });
      const { ticket } = expectStatus(asked, 201).json;
      rememberSecret(ticket);
      expectStatus(await send(server, "PUT", `${ADMIN}/blocked-users/${viewer.user.id}`, { as: operator }), 204);
      const back = await PartyClient.connect(server, viewer.user, party.id, { token: null, protocols: ["matinee.v1", `ticket.${ticket}`] });
      await back.expectClose(4506);
      await server.kill();
      await server.launch();
      expectProblem(await send(server, "GET", "/api/v1/session", { as: viewer.user }), 403, "BLOCKED");
    } finally {
      await server.stop();
    }
  });

  it.each([
    [{ reason: "a".repeat(201) }, 400],
    [{ reason: 7 }, 400],
    [{ reason: "line\nbreak" }, 400],
    [[], 400],
    ["text", 400],
  ])("is not blocked with the body %j", async (body, status) => {
    const user = newUser();
    expectProblem(await ask("PUT", `/blocked-users/${user.id}`, operator, body), status, "INVALID_REQUEST");
    const headers = { "Content-Type": "text/plain" };
    const wrongType = await send(shared.server, "PUT", `${ADMIN}/blocked-users/${user.id}`, { as: operator, rawBody: "{}", headers });
    expectProblem(wrongType, 415, "UNSUPPORTED_MEDIA_TYPE");
    expectStatus(await send(shared.server, "GET", "/api/v1/session", { as: user }), 200);
  });

  it("may have a reason in any script, of 200 characters", async () => {
    const user = newUser();
    expectStatus(await block(user, "🎬".repeat(200)), 204);
    expectStatus(await block(user, "שלום"), 204);
    expect((await get("/blocked-users")).blocked_users[0]).toMatchObject({ user_id: user.id, reason: "שלום" });
    expectStatus(await ask("DELETE", `/blocked-users/${user.id}`), 204);
  });

  it("is no operator, and somebody who can exist", async () => {
    expectProblem(await block(operator), 409, "CONFLICT");
    for (const id of ["%00", "%ff", "a".repeat(129)]) {
      expectProblem(await ask("PUT", `/blocked-users/${id}`), 404, "NOT_FOUND");
      expectProblem(await ask("DELETE", `/blocked-users/${id}`), 404, "NOT_FOUND");
    }
    await get("/parties");
  });
});

describe("matinee admin", () => {
  const run = (...args: string[]) =>
    runBinary(["admin", ...args, "--server", shared.server.url], { [SETTING.data]: shared.server.data });
  const done = async (...args: string[]): Promise<string> => {
    const finished = await run(...args);
    expect(finished.code, finished.output).toBe(0);
    return finished.stdout;
  };
  let gathering: Awaited<ReturnType<typeof gather>>;
  beforeAll(async () => {
    gathering = await gather(shared.server, { title: "Ein Abend für 🎬" });
  }, scaled(20_000));
  afterAll(async () => {
    for (const client of gathering.everyone) await client.close();
  });

  it("shows parties, one of them, what happened there, and connections", async () => {
    const { party, viewer } = gathering;
    const parties = await done("parties");
    expect(parties.split("\n")[0]).toMatch(/^PARTY\s+TITLE\s+HOST\s+MEMBERS\s+CONNECTIONS\s+VISIBILITY\s+FILM$/);
    expect(parties).toContain(party.id);
    expect(parties).toContain("Ein Abend für 🎬");
    const one = await done("party", party.id);
    expect(one).toMatch(/members\s+3 of 100/);
    expect(one).toContain(viewer.user.id);
    expect(await done("events", party.id)).toMatch(/promote\s+\S+\s+\d+\.\d\d ms\s+\d+\.\d\d ms\s+\d+\.\d\d ms/);
    expect(await done("connections", viewer.user.id)).toContain(party.id);
    expect(await done("connections")).toContain(party.host.id);
    expect(JSON.parse(await done("party", party.id, "--json"))).toMatchObject({ id: party.id });
  });

  it("blocks, lists and unblocks", async () => {
    const user = newUser();
    await done("block", user.id, "--reason", "spam");
    expectProblem(await send(shared.server, "GET", "/api/v1/session", { as: user }), 403, "BLOCKED");
    expect(await done("blocked")).toMatch(new RegExp(`${user.id}\\s+\\S+\\s+spam`));
    await done("unblock", user.id);
    expectStatus(await send(shared.server, "GET", "/api/v1/session", { as: user }), 200);
  });

  it("closes a party", async () => {
    const { party, host } = await gather(shared.server);
    await done("close", party.id);
    await host.expectClose(4500);
  });

  it("works with a user's token, and says what it lacks without the right one", async () => {
    await done("parties", "--token", operator.token);
    const other = await run("parties", "--token", newUser().token);
    expect(other.code).toBe(1);
    expect(other.stderr).toContain("admin-users");
    const nowhere = await runBinary(["admin", "parties", "--server", shared.server.url], { [SETTING.data]: "/tmp/no-such-directory" });
    expect(nowhere.code).toBe(1);
    expect(nowhere.stderr).toContain("operator.key");
  });

  it.each([[["party"]], [["close"]], [["block"]], [["dance"]], [[]], [["parties", "extra"]], [["token", "--ttl", "soon"]]])(
    "%j is called the wrong way",
    async (args) => {
      const finished = await runBinary(["admin", ...args], { [SETTING.data]: shared.server.data });
      expect(finished.code).toBeGreaterThan(0);
      expect(finished.stderr.length).toBeGreaterThan(10);
    },
  );

  it("says so when nobody listens, and when there is no such party", async () => {
    const silent = await runBinary(["admin", "parties", "--server", "http://127.0.0.1:1"], { [SETTING.data]: shared.server.data });
    expect(silent.code).toBe(1);
    expect(silent.stderr).toContain("can't be reached");
    const gone = await run("party", "no-such-party");
    expect(gone.code).toBe(1);
    expect(gone.stderr).toContain("NOT_FOUND");
  });

  it("gives a link to the page, with a token behind the hash", async () => {
    const link = (await done("page")).trim();
    const [, token] = /^http:\/\/127\.0\.0\.1:\d+\/admin#token=(\S+)$/.exec(link) ?? [];
    rememberSecret(token ?? "");
    await get("/parties", { id: "operator", name: "", token: token ?? "" });
  });
});
