// Invitations beside the party's code: who makes them, whom they let in, and that a use is counted once.
import { describe, expect, it } from "vitest";
import { type HttpResponse, expectProblem, expectRateLimited, expectStatus, send } from "../harness/http";
import { Party, gather } from "../harness/party";
import { MatineeServer } from "../harness/server";
import { sharedServer } from "../harness/shared_server";
import { type User, newUser, rememberSecret } from "../harness/token";

const shared = sharedServer();

async function invite(party: Party, limits: Record<string, unknown> = {}, as: User = party.host): Promise<any> {
  const made = expectStatus(await party.request("POST", "/invitations", { as, body: limits }), 201).json;
  rememberSecret(made.code);
  return made;
}
const list = async (party: Party, as: User = party.host): Promise<any[]> =>
  expectStatus(await party.request("GET", "/invitations", { as }), 200).json.invitations;
const revoke = (party: Party, id: string, as: User = party.host): Promise<HttpResponse> =>
  party.request("DELETE", `/invitations/${encodeURIComponent(id)}`, { as });

describe("an invitation", () => {
  it("lets in by the same request as the party's code, in any case", async () => {
    const party = await Party.create(shared.server, newUser("Hanna"));
    const made = await invite(party, { note: "For Bob" });
    expect(made).toMatchObject({
      note: "For Bob",
      state: "usable",
      created_by: { user_id: party.host.id, display_name: "Hanna" },
      expires_at: null,
      max_uses: null,
      uses: 0,
      used_by: [],
    });
    expect(made.code).toMatch(/^[A-HJ-NP-Z2-9]{10}$/);
    const bob = newUser("Bob");
    const joined = expectStatus(await party.tryJoin(bob, made.code.toLowerCase()), 200).json;
    expect(joined.party_id).toBe(party.id);
    await party.reenter(bob);
    expect(await party.participant(bob)).toMatchObject({ role: "viewer" });
  });

  it("tells who came by it", async () => {
    const party = await Party.create(shared.server, newUser());
    const made = await invite(party, { max_uses: 3 });
    const [ann, bob] = [newUser("Ann"), newUser("Bob")];
    await party.tryJoin(ann, made.code);
    await party.tryJoin(bob, made.code);
    const [listed] = await list(party);
    expect(listed).toMatchObject({ id: made.id, code: made.code, uses: 2, max_uses: 3, state: "usable" });
    expect(listed.used_by.map((one: any) => one.display_name).sort()).toEqual(["Ann", "Bob"]);
  });

  it("of a single use lets in exactly one of many who come at once", async () => {
    const party = await Party.create(shared.server, newUser());
    const made = await invite(party, { max_uses: 1 });
    const answers = await Promise.all(Array.from({ length: 12 }, () => party.tryJoin(newUser(), made.code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 200)) expectProblem(answer, 403, "INVITATION_INVALID");
    expect(await list(party)).toMatchObject([{ uses: 1, state: "used_up" }]);
    expect((await party.details()).participant_count).toBe(2);
  });

  it("is not used by who has a seat", async () => {
    const party = await Party.create(shared.server, newUser());
    const made = await invite(party, { max_uses: 1 });
    const ann = newUser();
    await party.join(ann);
    expectStatus(await party.tryJoin(ann, made.code), 200);
    expectStatus(await party.tryJoin(party.host, made.code), 200);
    expectStatus(await party.tryJoin(newUser(), made.code), 200);
  });

  it("that is used up, expired, revoked or unknown is answered alike", async () => {
    const party = await Party.create(shared.server, newUser());
    const [spent, short, revoked] = [
      await invite(party, { max_uses: 1 }),
      await invite(party, { expires_in_ms: 1000 }),
      await invite(party),
    ];
    await party.tryJoin(newUser(), spent.code);
    expectStatus(await revoke(party, revoked.id), 204);
    expectProblem(await revoke(party, revoked.id), 404, "NOT_FOUND");
    await expect.poll(async () => (await list(party)).find((one) => one.id === short.id).state, { timeout: 5000 }).toBe("expired");
    for (const code of [spent.code, short.code, revoked.code, "ZZZZZZZZZZ"]) {
      expectProblem(await party.tryJoin(newUser(), code), 403, "INVITATION_INVALID");
    }
  });

  it("overcomes neither a lock nor a kick nor a full party, and is worth nothing after the end", async () => {
    const party = await Party.create(shared.server, newUser(), { max_participants: 2 });
    const made = await invite(party);
    const ann = newUser();
    expectStatus(await party.tryJoin(ann, made.code), 200);
    expectProblem(await party.tryJoin(newUser(), made.code), 403, "PARTICIPANT_LIMIT");
    expectStatus(await party.kick(ann), 204);
    expectProblem(await party.tryJoin(ann, made.code), 403, "KICKED");
    expectStatus(await party.request("PATCH", "/settings", { as: party.host, body: { locked: true } }), 200);
    expectProblem(await party.tryJoin(newUser(), made.code), 403, "FORBIDDEN");
    expectStatus(await party.end(), 204);
    expectProblem(await party.tryJoin(newUser(), made.code), 404, "PARTY_ENDED");
  });

  it("survives a crash with what it was used for", async () => {
    const server = await MatineeServer.start();
    try {
      const party = await Party.create(server, newUser());
      const made = await invite(party, { max_uses: 2 });
      const ann = newUser("Ann");
      expectStatus(await party.tryJoin(ann, made.code), 200);
      await server.kill();
      await server.launch();
      expect(await list(party)).toMatchObject([{ id: made.id, uses: 1, used_by: [{ user_id: ann.id, display_name: "Ann" }] }]);
      expectStatus(await party.tryJoin(newUser(), made.code), 200);
      expectProblem(await party.tryJoin(newUser(), made.code), 403, "INVITATION_INVALID");
    } finally {
      await server.stop();
    }
  });
});

describe("invitations are for those who run the party", () => {
  it("host and co-host make, see and revoke them; nobody else does", async () => {
    const { party, coHost, viewer } = await gather(shared.server);
    const made = await invite(party, {}, coHost.user);
    expect((await list(party)).map(({ id }) => id)).toEqual([made.id]);
    for (const [as, code] of [
      [viewer.user, "UNAUTHORIZED_COMMAND"],
      [newUser(), "NOT_PARTICIPANT"],
    ] as const) {
      for (const [method, path] of [
        ["POST", "/invitations"],
        ["GET", "/invitations"],
        ["DELETE", `/invitations/${made.id}`],
      ] as const) {
        const answer = await party.request(method, path, { as, ...(method === "POST" ? { body: {} } : {}) });
        expectProblem(answer, 403, code);
        expect(answer.text).not.toContain(made.code);
      }
    }
    expectProblem(await party.request("GET", "/invitations"), 401, "UNAUTHENTICATED");
    expectStatus(await revoke(party, made.id, coHost.user), 204);
    expect(await list(party)).toEqual([]);
  });

  it("no event shows a code", async () => {
    const { party, host, viewer } = await gather(shared.server);
    const made = await invite(party, { note: "secret note" });
    expectStatus(await party.tryJoin(newUser(), made.code), 200);
    await host.fence();
    await viewer.fence();
    for (const client of [host, viewer]) {
      expect(JSON.stringify(client.since(0))).not.toContain(made.code);
      expect(JSON.stringify(client.since(0))).not.toContain("secret note");
    }
  });

  it.each([
    [{ max_uses: 0 }, /max_uses/],
    [{ max_uses: 100_001 }, /max_uses/],
    [{ max_uses: 1.5 }, /max_uses/],
    [{ max_uses: "1" }, /max_uses/],
    [{ expires_in_ms: 999 }, /expires_in_ms/],
    [{ expires_in_ms: 31_536_000_001 }, /expires_in_ms/],
    [{ note: "x".repeat(101) }, /note/],
    [{ note: "a\u0000b" }, /note/],
    [{ note: 7 }, /note/],
  ])("%j is refused with what would be right", async (body, named) => {
    const party = await Party.create(shared.server, newUser());
    const refused = expectProblem(await party.request("POST", "/invitations", { as: party.host, body }), 400, "INVALID_REQUEST");
    expect(refused.json.detail).toMatch(named);
  });

  it("are made 60 an hour", async () => {
    const party = await Party.create(shared.server, newUser());
    for (let count = 0; count < 60; count += 1) await invite(party);
    expectRateLimited(await party.request("POST", "/invitations", { as: party.host, body: {} }), 3600);
    expect(await list(party)).toHaveLength(60);
    expectStatus(await send(shared.server, "GET", "/healthz"), 200);
  });
});
