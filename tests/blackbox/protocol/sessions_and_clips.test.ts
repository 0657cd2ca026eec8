// Sessions, guests, the clip catalogue and socket tickets: what is added to the specification over HTTP (decision 6).
import { describe, expect, it } from "vitest";
import { eventually } from "../harness/deadline";
import { type HttpResponse, expectProblem, expectStatus, send } from "../harness/http";
import { PARTIES, Party } from "../harness/party";
import { PartyClient } from "../harness/party_client";
import { MatineeServer } from "../harness/server";
import { SETTING } from "../harness/settings";
import { sharedServer } from "../harness/shared_server";
import { mintToken, newUser, nowSeconds, rememberSecret } from "../harness/token";

const shared = sharedServer();

const cookieOf = (response: HttpResponse): string => {
  const cookie = response.headers["set-cookie"]?.[0] ?? "";
  const pair = cookie.split(";")[0] ?? "";
  rememberSecret(pair.slice(pair.indexOf("=") + 1));
  return cookie;
};
const pairOf = (cookie: string): string => cookie.split(";")[0] ?? "";

describe("a session", () => {
  const open = (user = newUser()) => send(shared.server, "POST", "/api/v1/session", { as: user });

  it("swaps a bearer token for an HttpOnly, SameSite cookie, 204", async () => {
    const cookie = cookieOf(expectStatus(await open(), 204));
    expect(cookie).toMatch(/;\s*HttpOnly/i);
    expect(cookie).toMatch(/;\s*SameSite=(Lax|Strict)/i);
    expect(cookie).toMatch(/;\s*Path=\//i);
  });

  it("is as good as the token", async () => {
    const user = newUser("Cookie");
    const cookie = pairOf(cookieOf(await open(user)));
    const created = await send(shared.server, "POST", PARTIES, { headers: { Cookie: cookie }, body: { title: "t" } });
    expect(expectStatus(created, 201).json.host_user_id).toBe(user.id);
  });

  it("can't be used by a page of another origin", async () => {
    const Cookie = pairOf(cookieOf(await open()));
    for (const Origin of ["https://evil.example", "null"]) {
      const headers = { Cookie, Origin };
      expectProblem(await send(shared.server, "POST", PARTIES, { headers, body: { title: "t" } }), 403);
    }
  });

  it("needs a valid token: 401", async () => {
    expectProblem(await send(shared.server, "POST", "/api/v1/session"), 401);
    const expired = { ...newUser(), token: mintToken({ claims: { exp: nowSeconds() - 3600 } }) };
    expectProblem(await open(expired), 401);
  });

  it("ends with DELETE, which clears the cookie", async () => {
    const cookie = pairOf(cookieOf(await open()));
    const closed = await send(shared.server, "DELETE", "/api/v1/session", { headers: { Cookie: cookie } });
    const cleared = expectStatus(closed, 204).headers["set-cookie"]?.[0] ?? "";
    expect(cleared).toMatch(new RegExp(`^${cookie.split("=")[0]}=;`));
    expect(cleared).toMatch(/Max-Age=0|Expires=Thu, 01 Jan 1970/i);
  });

  it("does not accept a forged cookie", async () => {
    const name = pairOf(cookieOf(await open())).split("=")[0];
    const forged = mintToken({ secret: "another-secret-another-secret-another" });
    const refused = await send(shared.server, "POST", PARTIES, {
      headers: { Cookie: `${name}=${forged}` },
      body: { title: "t" },
    });
    expectProblem(refused, 401);
  });
});

describe("a guest", () => {
  const guest = (body: unknown) => send(shared.server, "POST", "/api/v1/session/guest", { body });

  it("gets 201 with an id, a token and a cookie", async () => {
    const answer = expectStatus(await guest({ display_name: "Zoë 🍿" }), 201);
    rememberSecret(answer.json.token);
    expect(answer.json).toMatchObject({ user_id: expect.any(String), display_name: "Zoë 🍿", token: expect.any(String) });
    expect(cookieOf(answer)).toMatch(/HttpOnly/i);
    const user = { id: answer.json.user_id, name: "Zoë 🍿", token: answer.json.token };
    const party = await Party.create(shared.server, user);
    expect(await party.participant(user, user)).toMatchObject({ display_name: "Zoë 🍿" });
    const client = await party.connect(user);
    await client.fence();
  });

  it("is somebody new every time", async () => {
    const [first, second] = await Promise.all([guest({ display_name: "A" }), guest({ display_name: "A" })]);
    expect(first.json.user_id).not.toBe(second.json.user_id);
  });

  it.each([[{}], [{ display_name: "" }], [{ display_name: "  " }], [{ display_name: 5 }], [{ display_name: "x".repeat(500) }], [{ display_name: "a\nb" }]])(
    "needs a presentable name: %j is 400",
    async (body) => {
      expect(expectProblem(await guest(body), 400).text).toContain("display_name");
    },
  );

  it("is refused where guests are off", async () => {
    const closed = await MatineeServer.start({ settings: { [SETTING.guests]: "0" } });
    const refused = await send(closed, "POST", "/api/v1/session/guest", { body: { display_name: "Zoë" } });
    expectProblem(refused, refused.status);
    expect([403, 404]).toContain(refused.status);
    await closed.stop();
  });
});

describe("the clip catalogue", () => {
  const clip = (body: unknown) => send(shared.server, "POST", "/api/v1/clips", { as: newUser(), body });
  const url = "https://videos.example/film.mp4";

  it("takes a clip, 201, and gives it back", async () => {
    const added = expectStatus(await clip({ title: "Film", url, duration_ms: 90_000 }), 201).json;
    expect(added).toMatchObject({ id: expect.any(String), title: "Film", url, duration_ms: 90_000 });
    const read = await send(shared.server, "GET", `/api/v1/clips/${added.id}`, { as: newUser() });
    expect(expectStatus(read, 200).json).toMatchObject({ id: added.id, title: "Film", url, duration_ms: 90_000 });
  });

  it("knows clips of unknown length as null", async () => {
    expect(expectStatus(await clip({ title: "Film", url }), 201).json.duration_ms).toBeNull();
  });

  it.each([
    ["title", { url }],
    ["title", { title: "", url }],
    ["url", { title: "Film" }],
    ["url", { title: "Film", url: "not a url" }],
    ["url", { title: "Film", url: "javascript:alert(1)" }],
    ["url", { title: "Film", url: "file:///etc/passwd" }],
    ["duration_ms", { title: "Film", url, duration_ms: -1 }],
    ["duration_ms", { title: "Film", url, duration_ms: 1.5 }],
    ["duration_ms", { title: "Film", url, duration_ms: "90" }],
  ])("names a bad %s: %j is 400", async (field, body) => {
    expect(expectProblem(await clip(body), 400).text).toContain(field);
  });

  it("answers 404 for an unknown clip and 401 to nobody in particular", async () => {
    expectProblem(await send(shared.server, "GET", "/api/v1/clips/unknown", { as: newUser() }), 404);
    expectProblem(await send(shared.server, "POST", "/api/v1/clips", { body: { title: "Film", url } }), 401);
  });
});

describe("a socket ticket", () => {
  const ticketFor = async (party: Party, user = party.host): Promise<string> => {
    const answer = await party.request("POST", "/ws-ticket", { as: user });
    expect([200, 201], answer.text).toContain(answer.status);
    rememberSecret(answer.json.ticket);
    return answer.json.ticket;
  };
  const connect = (party: Party, ticket: string) =>
    PartyClient.connect(party.server, party.host, party.id, {
      token: null,
      protocols: ["matinee.v1", `ticket.${ticket}`],
    });

  it("opens one connection, and the server selects matinee.v1", async () => {
    const party = await Party.create(shared.server, newUser());
    const client = await connect(party, await ticketFor(party));
    expect(client.socket.protocol).toBe("matinee.v1");
    await client.fence();
  });

  it("works once", async () => {
    const party = await Party.create(shared.server, newUser());
    const ticket = await ticketFor(party);
    await connect(party, ticket);
    await expect(connect(party, ticket)).rejects.toMatchObject({ status: 401 });
  });

  it("works once even when two ask at the same time", async () => {
    const party = await Party.create(shared.server, newUser());
    const ticket = await ticketFor(party);
    const outcomes = await Promise.allSettled([1, 2, 3, 4, 5].map(() => connect(party, ticket)));
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
  });

  it("is bound to its party", async () => {
    const party = await Party.create(shared.server, newUser());
    const other = await Party.create(shared.server, party.host);
    await expect(connect(other, await ticketFor(party))).rejects.toMatchObject({ status: 401 });
  });

  it("is valid for as long as the server is set to, and no longer", async () => {
    const server = await MatineeServer.start({ settings: { [SETTING.ticketTtl]: "1s" } });
    const party = await Party.create(server, newUser());
    const young = await ticketFor(party);
    const old = await ticketFor(party);
    const bought = Date.now();
    await connect(party, young);
    await eventually("the ticket's second is over", () => Date.now() > bought + 1000);
    await expect(connect(party, old)).rejects.toMatchObject({ status: 401 });
    await server.stop();
  });

  it("is for participants: 403 to a stranger; an invented one is 401", async () => {
    const party = await Party.create(shared.server, newUser());
    expectProblem(await party.request("POST", "/ws-ticket", { as: newUser() }), 403);
    await expect(connect(party, "invented")).rejects.toMatchObject({ status: 401 });
  });
});
