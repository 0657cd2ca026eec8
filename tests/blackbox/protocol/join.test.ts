// Specification "Join Watch Party", decisions 8 to 11 and 19.
import { describe, expect, it } from "vitest";
import { expectProblem, expectRateLimited, expectStatus } from "../harness/http";
import { Party } from "../harness/party";
import { sharedServer } from "../harness/shared_server";
import { newUser } from "../harness/token";

const shared = sharedServer();

describe("joining by invite code", () => {
  it("answers 200 with the party's id and an address that works", async () => {
    const party = await Party.create(shared.server, newUser());
    const viewer = newUser("Bob");
    const joined = expectStatus(await party.tryJoin(viewer), 200).json;
    expect(joined.party_id).toBe(party.id);
    expect(joined.ws_url).toBe(`ws://127.0.0.1:${shared.server.port}/api/v1/watch-parties/${party.id}/ws`);
    const client = await party.connect(viewer);
    expect(await client.fence()).toMatchObject({ party_id: party.id });
  });

  it("matches the code without regard to case", async () => {
    const party = await Party.create(shared.server, newUser());
    expectStatus(await party.tryJoin(newUser(), party.code.toLowerCase()), 200);
  });

  it("lets into a private party and into one for friends: a code always lets in", async () => {
    for (const visibility of ["private", "friends", "public"]) {
      const party = await Party.create(shared.server, newUser(), { visibility });
      expectStatus(await party.tryJoin(newUser()), 200);
    }
  });

  it("can be repeated and keeps the role", async () => {
    const party = await Party.create(shared.server, newUser());
    const friend = newUser();
    await party.join(friend);
    expect((await party.setRole(friend, "co-host")).status).toBeLessThan(300);
    await party.join(friend);
    await party.join(party.host);
    expect(await party.participants()).toHaveLength(2);
    expect(await party.participant(friend)).toMatchObject({ role: "co-host" });
    expect(await party.participant(party.host)).toMatchObject({ role: "host" });
  });

  it.each(["ZZZZZZ", "short", "TOOLONGCODE", "OOOOOO", "000000", "%20%20%20%20%20%20", "..%2F..", "%00%00"])(
    "answers the unknown code %s with 404",
    async (code) => {
      const party = await Party.create(shared.server, newUser());
      expectProblem(await party.tryJoin(newUser(), code), 404);
    },
  );

  it("answers 404 PARTY_ENDED once the party is over", async () => {
    const party = await Party.create(shared.server, newUser());
    expectStatus(await party.end(), 204);
    expectProblem(await party.tryJoin(newUser()), 404, "PARTY_ENDED");
  });

  it("answers 403 PARTICIPANT_LIMIT when the party is full, and still lets those with a seat back in", async () => {
    const party = await Party.create(shared.server, newUser(), { max_participants: 2 });
    const seated = newUser();
    await party.join(seated);
    expectProblem(await party.tryJoin(newUser()), 403, "PARTICIPANT_LIMIT");
    expectStatus(await party.tryJoin(seated), 200);
  });

  it("gives a seat that somebody has left to the next", async () => {
    const party = await Party.create(shared.server, newUser(), { max_participants: 2 });
    const leaving = newUser();
    await party.join(leaving);
    expectStatus(await party.leave(leaving), 204);
    expectStatus(await party.tryJoin(newUser()), 200);
  });

  it("never gives the last seat twice, however many ask at once", async () => {
    const party = await Party.create(shared.server, newUser(), { max_participants: 5 });
    const answers = await Promise.all(Array.from({ length: 20 }, () => party.tryJoin(newUser())));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(4);
    expect(answers.filter((answer) => answer.status === 403)).toHaveLength(16);
    expect((await party.details()).participant_count).toBe(5);
  });
});

describe("joining by id", () => {
  it("is for public parties", async () => {
    const party = await Party.create(shared.server, newUser(), { visibility: "public" });
    expectStatus(await party.tryJoin(newUser(), party.id), 200);
  });

  it.each(["private", "friends"])("is refused to a stranger to a %s party", async (visibility) => {
    const party = await Party.create(shared.server, newUser(), { visibility });
    const stranger = newUser();
    const refused = await party.tryJoin(stranger, party.id);
    expect([403, 404]).toContain(refused.status);
    expectProblem(refused, refused.status);
    expectProblem(await party.request("GET", "", { as: stranger }), 403);
  });
});

describe("the limit of 30 joins an hour", () => {
  it("answers the thirty-first with 429 and Retry-After, and leaves other users alone", async () => {
    const party = await Party.create(shared.server, newUser());
    const restless = newUser();
    for (let count = 0; count < 30; count += 1) {
      await party.join(restless);
    }
    expectRateLimited(await party.tryJoin(restless), 3600);
    expectStatus(await party.tryJoin(newUser()), 200);
  });
});
