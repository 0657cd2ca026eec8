// What HTTP does around the endpoints: unknown routes, wrong methods, HEAD, OPTIONS, CORS, and the address of sockets
// behind a proxy.
import { describe, expect, it } from "vitest";
import { expectProblem, expectStatus, send } from "../harness/http";
import { PARTIES, Party } from "../harness/party";
import { MatineeServer } from "../harness/server";
import { SETTING, type Settings } from "../harness/settings";
import { sharedServer } from "../harness/shared_server";
import { newUser } from "../harness/token";

const FRIEND = "https://friend.example";
const shared = sharedServer({ settings: { [SETTING.allowedOrigins]: FRIEND } });

describe("a route", () => {
  it.each(["/api/v1/unknown", "/api/v2/watch-parties", `${PARTIES}/a/b/c/d`, "/api/v1/watch-partiesx", "/api/v1/clips/a/b"])(
    "nobody knows (%s) is 404 as problem details",
    async (path) => {
      expectProblem(await send(shared.server, "GET", path, { as: newUser() }), 404);
    },
  );

  it.each([
    ["PUT", PARTIES, "POST"],
    ["GET", `${PARTIES}/ABCDEF/join`, "POST"],
    ["POST", `${PARTIES}/id/leave`, "DELETE"],
    ["GET", `${PARTIES}/id/end`, "POST"],
    ["DELETE", `${PARTIES}/id/participants`, "GET"],
    ["POST", "/healthz", "GET"],
    ["DELETE", "/metrics", "GET"],
  ])("%s %s is 405 with Allow naming %s", async (method, path, allowed) => {
    const refused = expectProblem(await send(shared.server, method, path, { as: newUser() }), 405);
    expect(refused.headers.allow).toContain(allowed);
  });

  it("can be asked for its head", async () => {
    const head = expectStatus(await send(shared.server, "HEAD", "/healthz"), 200);
    expect(head.text).toBe("");
  });
});

describe("other origins", () => {
  const preflight = (Origin: string) =>
    send(shared.server, "OPTIONS", PARTIES, {
      headers: {
        Origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
      },
    });

  it("that are allowed may send the documented requests", async () => {
    const answer = await preflight(FRIEND);
    expect([200, 204]).toContain(answer.status);
    expect(answer.headers["access-control-allow-origin"]).toBe(FRIEND);
    expect(answer.headers["access-control-allow-methods"]).toContain("POST");
    expect(answer.headers["access-control-allow-headers"]?.toLowerCase()).toContain("authorization");
    expect(answer.headers["access-control-allow-headers"]?.toLowerCase()).toContain("content-type");
    expect(answer.headers.vary?.toLowerCase()).toContain("origin");
    const headers = { Origin: FRIEND };
    const created = await send(shared.server, "POST", PARTIES, { as: newUser(), body: { title: "t" }, headers });
    expect(expectStatus(created, 201).headers["access-control-allow-origin"]).toBe(FRIEND);
  });

  it.each(["https://evil.example", "https://friend.example.evil.example", "null"])("like %s are told nothing", async (Origin) => {
    expect((await preflight(Origin)).headers["access-control-allow-origin"]).toBeUndefined();
    const answer = await send(shared.server, "GET", "/healthz", { headers: { Origin } });
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
  });
});

describe("ws_url", () => {
  const wsUrl = async (settings: Settings, headers: Record<string, string> = {}): Promise<string> => {
    const server = await MatineeServer.start({ settings });
    const party = await Party.create(server, newUser());
    const path = `${PARTIES}/${party.code}/join`;
    const joined = expectStatus(await send(server, "POST", path, { as: newUser(), headers }), 200).json;
    await server.stop();
    return joined.ws_url.replace(party.id, "ID");
  };
  const forwarded = { "X-Forwarded-Proto": "https", "X-Forwarded-Host": "watch.example" };
  const tail = "/api/v1/watch-parties/ID/ws";

  it("follows the public URL", async () => {
    expect(await wsUrl({ [SETTING.publicUrl]: "https://watch.example" })).toBe(`wss://watch.example${tail}`);
    expect(await wsUrl({ [SETTING.publicUrl]: "http://watch.example:8000" })).toBe(`ws://watch.example:8000${tail}`);
  });

  it("follows what a trusted proxy says, and nobody else", async () => {
    expect(await wsUrl({ [SETTING.trustedProxies]: "127.0.0.1" }, forwarded)).toBe(`wss://watch.example${tail}`);
    expect(await wsUrl({ [SETTING.trustedProxies]: "10.0.0.0/8" }, forwarded)).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\//);
    expect(await wsUrl({}, forwarded)).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\//);
  });
});
