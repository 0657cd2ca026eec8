// Specification "Create Watch Party", decisions 9, 15, 18 and 19.
import { describe, expect, it } from "vitest";
import { RFC3339_UTC, expectProblem, expectRateLimited, expectStatus, send } from "../harness/http";
import { PARTIES } from "../harness/party";
import { sharedServer } from "../harness/shared_server";
import { newUser } from "../harness/token";

const shared = sharedServer();
const create = (body: unknown, as = newUser()) => send(shared.server, "POST", PARTIES, { as, body });

describe("creating a party", () => {
  it("answers 201 with the documented flat body", async () => {
    const host = newUser();
    const request = { title: "Friday Night Movies", playlist_id: "list-1", visibility: "public", max_participants: 50 };
    const created = expectStatus(await create(request, host), 201);
    expect(created.headers["content-type"]).toMatch(/^application\/json/);
    expect(created.json).toMatchObject({
      id: expect.stringMatching(/^[!-~]{1,128}$/),
      host_user_id: host.id,
      title: "Friday Night Movies",
      playlist_id: "list-1",
      visibility: "public",
      invite_code: expect.stringMatching(/^[ABCDEFGHJKLMNPQRSTUVWXYZ23456789]{6}$/),
      max_participants: 50,
      status: "active",
      created_at: expect.stringMatching(RFC3339_UTC),
    });
    expect(Math.abs(Date.parse(created.json.created_at) - Date.now())).toBeLessThan(60_000);
  });

  it("needs only a title; absent optional values are null, not missing", async () => {
    const created = expectStatus(await create({ title: "Just a title" }), 201).json;
    expect(created.playlist_id).toBeNull();
    expect(["private", "public", "friends"]).toContain(created.visibility);
    expect(created.max_participants).toBeGreaterThanOrEqual(2);
    expect(created.max_participants).toBeLessThanOrEqual(1000);
  });

  it("gives every party its own id and invite code", async () => {
    const host = newUser();
    const parties = await Promise.all([1, 2, 3, 4, 5].map(() => create({ title: "One of many" }, host)));
    expect(new Set(parties.map((party) => party.json.id)).size).toBe(5);
    expect(new Set(parties.map((party) => party.json.invite_code)).size).toBe(5);
  });

  it.each([
    ["a title of one code point", { title: "🎬" }],
    ["a title of 200 code points", { title: "🎬".repeat(200) }],
    ["every visibility: private", { title: "t", visibility: "private" }],
    ["every visibility: friends", { title: "t", visibility: "friends" }],
    ["every visibility: public", { title: "t", visibility: "public" }],
    ["the smallest size", { title: "t", max_participants: 2 }],
    ["the largest size", { title: "t", max_participants: 1000 }],
    ["a playlist id of 128 characters", { title: "t", playlist_id: "p".repeat(128) }],
    ["null for an absent playlist", { title: "t", playlist_id: null }],
    ["unknown fields, ignored", { title: "t", colour: "green" }],
  ])("accepts %s", async (_what, body) => {
    const created = expectStatus(await create(body), 201).json;
    for (const [field, value] of Object.entries(body).filter(([field]) => field !== "colour")) {
      expect(created[field]).toEqual(value);
    }
  });

  it.each([
    ["no title", "title", {}],
    ["a null title", "title", { title: null }],
    ["a title that is a number", "title", { title: 7 }],
    ["an empty title", "title", { title: "" }],
    ["a blank title", "title", { title: " \u00a0\u3000 " }],
    ["a title of 201 code points", "title", { title: "🎬".repeat(201) }],
    ["a line break in the title", "title", { title: "a\nb" }],
    ["a NUL in the title", "title", { title: "a\u0000b" }],
    ["an unknown visibility", "visibility", { title: "t", visibility: "secret" }],
    ["a visibility that is a list", "visibility", { title: "t", visibility: ["public"] }],
    ["one participant", "max_participants", { title: "t", max_participants: 1 }],
    ["1001 participants", "max_participants", { title: "t", max_participants: 1001 }],
    ["a fraction of participants", "max_participants", { title: "t", max_participants: 2.5 }],
    ["participants as text", "max_participants", { title: "t", max_participants: "10" }],
    ["fewer than no participants", "max_participants", { title: "t", max_participants: -5 }],
    ["an empty playlist id", "playlist_id", { title: "t", playlist_id: "" }],
    ["a playlist id of 129 characters", "playlist_id", { title: "t", playlist_id: "p".repeat(129) }],
    ["a playlist id that is a number", "playlist_id", { title: "t", playlist_id: 5 }],
  ])("refuses %s with 400, naming %s", async (_what, field, body) => {
    const refused = expectProblem(await create(body), 400);
    expect(refused.text).toContain(field);
  });

  it.each([
    ["nothing", ""],
    ["half an object", '{"title": "t"'],
    ["a list", '["t"]'],
    ["text", '"t"'],
    ["null", "null"],
    ["two objects", '{"title":"t"}{"title":"t"}'],
    ["nesting a thousand deep", `{"title":"t","x":${"[".repeat(1000)}${"]".repeat(1000)}}`],
    ["bytes that are not UTF-8 escaped as a lone surrogate", '{"title":"\\ud800"}'],
  ])("refuses a body that is %s with 400", async (_what, rawBody) => {
    expectProblem(await send(shared.server, "POST", PARTIES, { as: newUser(), rawBody }), 400);
  });
});

describe("the limit of 10 creates an hour", () => {
  it("answers the eleventh with 429 and Retry-After, and leaves other users alone", async () => {
    const eager = newUser();
    for (let count = 0; count < 10; count += 1) {
      expectStatus(await create({ title: `Party ${count}` }, eager), 201);
    }
    expectRateLimited(await create({ title: "One too many" }, eager), 3600);
    expectStatus(await create({ title: "Somebody else's" }), 201);
  });
});
