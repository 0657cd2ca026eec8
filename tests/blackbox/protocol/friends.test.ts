// Friends: asking, accepting, removing, blocking, and the parties they see of each other.
import { describe, expect, it } from "vitest";
import { expectProblem, expectRateLimited, expectStatus, send } from "../harness/http";
import { PARTIES, Party } from "../harness/party";
import { MatineeServer } from "../harness/server";
import { sharedServer } from "../harness/shared_server";
import { type User, newUser } from "../harness/token";

const shared = sharedServer();
const one = (user: User) => `/api/v1/friends/${encodeURIComponent(user.id)}`;
const block = (user: User) => `/api/v1/blocks/${encodeURIComponent(user.id)}`;
const put = (path: string, as: User) => send(shared.server, "PUT", path, { as });
const remove = (path: string, as: User) => send(shared.server, "DELETE", path, { as });

/** Whom a user has to do with, by state. */
async function friendsOf(user: User): Promise<Record<string, string[]>> {
  const answer = expectStatus(await send(shared.server, "GET", "/api/v1/friends", { as: user }), 200).json;
  return Object.fromEntries(Object.entries(answer).map(([state, list]) => [state, (list as any[]).map((entry) => entry.user_id)]));
}
const nobody = { friends: [], requested: [], incoming: [], blocked: [] };

async function befriend(ann: User, bob: User): Promise<void> {
  expectStatus(await put(one(bob), ann), 200);
  expectStatus(await put(one(ann), bob), 200);
}

describe("a friendship", () => {
  it("begins with a request and its answer", async () => {
    const [ann, bob] = [newUser("Ann"), newUser("Bob")];
    expect(await friendsOf(ann)).toEqual(nobody);
    expect(expectStatus(await put(one(bob), ann), 200).json).toEqual({ user_id: bob.id, state: "requested" });
    expect(await friendsOf(ann)).toEqual({ ...nobody, requested: [bob.id] });
    expect(await friendsOf(bob)).toEqual({ ...nobody, incoming: [ann.id] });
    const incoming = (await send(shared.server, "GET", "/api/v1/friends", { as: bob })).json.incoming[0];
    expect(incoming).toMatchObject({ display_name: "Ann", avatar_url: null });
    expect(expectStatus(await put(one(ann), bob), 200).json).toEqual({ user_id: ann.id, state: "friends" });
    expect(expectStatus(await put(one(ann), bob), 200).json.state).toBe("friends");
    expect(await friendsOf(ann)).toEqual({ ...nobody, friends: [bob.id] });
  });

  it("is declined, taken back or ended with the same request", async () => {
    const [ann, bob] = [newUser(), newUser()];
    await put(one(bob), ann);
    expectStatus(await remove(one(ann), bob), 204);
    expect(await friendsOf(ann)).toEqual(nobody);
    await befriend(ann, bob);
    expectStatus(await remove(one(ann), bob), 204);
    expect(await friendsOf(ann)).toEqual(nobody);
    expectStatus(await remove(one(ann), bob), 204);
  });

  it("is not possible with oneself, or with an id that can't be", async () => {
    const ann = newUser();
    for (const path of [one(ann), block(ann)]) {
      expectProblem(await put(path, ann), 409, "CONFLICT");
      expectProblem(await remove(path, ann), 409, "CONFLICT");
    }
    for (const id of ["%ff", "%00", "a".repeat(129), "%20"]) {
      expectProblem(await put(`/api/v1/friends/${id}`, ann), 404, "NOT_FOUND");
      expectProblem(await put(`/api/v1/blocks/${id}`, ann), 404, "NOT_FOUND");
    }
  });

  it.each([
    ["GET", "/api/v1/friends"],
    ["PUT", "/api/v1/friends/bob"],
    ["DELETE", "/api/v1/friends/bob"],
    ["PUT", "/api/v1/blocks/bob"],
    ["DELETE", "/api/v1/blocks/bob"],
    ["GET", `${PARTIES}/friends`],
    ["GET", `${PARTIES}/history`],
    ["GET", `${PARTIES}/some-id/kicks`],
  ])("%s %s needs a token", async (method, path) => {
    expectProblem(await send(shared.server, method, path), 401, "UNAUTHENTICATED");
  });
});

describe("a block", () => {
  it("ends a friendship and hides requests, and who is blocked is not told", async () => {
    const [ann, bob] = [newUser(), newUser()];
    await befriend(ann, bob);
    expectStatus(await put(block(bob), ann), 204);
    expect(await friendsOf(ann)).toEqual({ ...nobody, blocked: [bob.id] });
    expect(await friendsOf(bob)).toEqual(nobody);
    expect(expectStatus(await put(one(ann), bob), 200).json.state).toBe("requested");
    expect(await friendsOf(ann)).toEqual({ ...nobody, blocked: [bob.id] });
    expectStatus(await remove(block(bob), ann), 204);
    expect(await friendsOf(ann)).toEqual({ ...nobody, incoming: [bob.id] });
  });
});

describe("the parties of friends", () => {
  const parties = async (user: User) =>
    expectStatus(await send(shared.server, "GET", `${PARTIES}/friends`, { as: user }), 200).json.parties as any[];

  it("show to friends alone, with the code that lets them in", async () => {
    const [ann, bob, eve] = [newUser("Ann"), newUser(), newUser()];
    await befriend(ann, bob);
    const party = await Party.create(shared.server, ann, { title: "Among friends", visibility: "friends" });
    await Party.create(shared.server, ann, { title: "Secret", visibility: "private" });
    const seen = await parties(bob);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ id: party.id, title: "Among friends", host: { display_name: "Ann" }, active_count: 0 });
    expectStatus(await party.tryJoin(bob, seen[0].invite_code), 200);
    expect(await parties(eve)).toEqual([]);
    expect(await parties(ann)).toEqual([]);
    expectProblem(await party.tryJoin(eve, party.id), 403, "FORBIDDEN");
    await remove(one(ann), bob);
    expect(await parties(bob)).toEqual([]);
  });
});

describe("requests", () => {
  it("are limited by the hour", async () => {
    const server = await MatineeServer.start({ settings: { MATINEE_FRIEND_REQUESTS_PER_HOUR: "2" } });
    try {
      const ann = newUser();
      expectStatus(await send(server, "PUT", one(newUser()), { as: ann }), 200);
      expectStatus(await send(server, "PUT", block(newUser()), { as: ann }), 204);
      expectRateLimited(await send(server, "PUT", one(newUser()), { as: ann }), 3600);
      expectRateLimited(await send(server, "PUT", block(newUser()), { as: ann }), 3600);
      expectStatus(await send(server, "DELETE", one(newUser()), { as: ann }), 204);
    } finally {
      await server.stop();
    }
  });
});
