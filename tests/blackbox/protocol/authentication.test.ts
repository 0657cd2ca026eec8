// Who is let in over HTTP: specification "Authentication: Required", status 401, decision 15.
import { describe, expect, it } from "vitest";
import { type RequestOptions, expectProblem, expectStatus, send } from "../harness/http";
import { PARTIES, Party } from "../harness/party";
import { sharedServer } from "../harness/shared_server";
import { mintToken, newUser, nowSeconds } from "../harness/token";

const shared = sharedServer();

describe("every documented endpoint", () => {
  it.each([
    ["POST", PARTIES, { body: { title: "t" } }],
    ["POST", `${PARTIES}/ABCDEF/join`, {}],
    ["GET", `${PARTIES}/some-id`, {}],
    ["GET", `${PARTIES}/some-id/participants`, {}],
    ["DELETE", `${PARTIES}/some-id/leave`, {}],
    ["POST", `${PARTIES}/some-id/end`, {}],
    ["PATCH", `${PARTIES}/some-id/participants/somebody`, { body: { role: "viewer" } }],
    ["DELETE", `${PARTIES}/some-id/participants/somebody`, {}],
    ["DELETE", `${PARTIES}/some-id/kicks/somebody`, {}],
    ["POST", `${PARTIES}/some-id/ws-ticket`, {}],
  ] as Array<[string, string, RequestOptions]>)("%s %s without a token is 401", async (method, path, options) => {
    const refused = expectProblem(await send(shared.server, method, path, options), 401);
    expect(refused.headers["www-authenticate"]).toMatch(/^Bearer/);
  });
});

describe("a token", () => {
  const attempt = (authorization: string) =>
    send(shared.server, "POST", PARTIES, { headers: { Authorization: authorization }, body: { title: "t" } });
  const [header, claims, signature] = mintToken().split(".") as [string, string, string];

  it.each([
    ["that is not one", "Bearer abc"],
    ["that is empty", "Bearer "],
    ["under another scheme", `Basic ${mintToken()}`],
    ["without a scheme", mintToken()],
    ["signed with another secret", `Bearer ${mintToken({ secret: "another-secret-another-secret-another" })}`],
    ["without a signature", `Bearer ${header}.${claims}.`],
    ["with a cut signature", `Bearer ${header}.${claims}.${signature.slice(0, -4)}`],
    ["with claims changed after signing", `Bearer ${header}.${claims.slice(0, -4)}fQAA.${signature}`],
    ["with algorithm none", `Bearer ${mintToken({ header: { alg: "none" } })}`],
    ["with algorithm HS512 in the header", `Bearer ${mintToken({ header: { alg: "HS512" } })}`],
    ["that has expired", `Bearer ${mintToken({ claims: { exp: nowSeconds() - 3600 } })}`],
    ["that is not valid yet", `Bearer ${mintToken({ claims: { nbf: nowSeconds() + 3600 } })}`],
    ["without a subject", `Bearer ${mintToken({ claims: { sub: undefined } })}`],
    ["with an empty subject", `Bearer ${mintToken({ claims: { sub: "" } })}`],
    ["with a subject that is a number", `Bearer ${mintToken({ claims: { sub: 7 } })}`],
    ["with a subject of 129 characters", `Bearer ${mintToken({ claims: { sub: "u".repeat(129) } })}`],
    ["of five parts", `Bearer ${header}.${claims}.${signature}.a.b`],
    ["of 7000 characters of nonsense", `Bearer ${"a".repeat(7000)}`],
  ])("%s is 401", async (_what, authorization) => {
    expectProblem(await attempt(authorization), 401);
  });

  it("is accepted whatever the case of the scheme", async () => {
    expectStatus(await attempt(`bearer ${mintToken()}`), 201);
  });

  it("with a subject of 128 characters is accepted and is the host's id", async () => {
    const sub = "u".repeat(128);
    const created = expectStatus(await attempt(`Bearer ${mintToken({ claims: { sub } })}`), 201);
    expect(created.json.host_user_id).toBe(sub);
  });

  it("in the query string does not count", async () => {
    const path = `${PARTIES}?token=${mintToken()}`;
    const refused = await send(shared.server, "POST", path, { body: { title: "t" } });
    expect([400, 401]).toContain(refused.status);
  });
});

describe("people", () => {
  it("appear under the name in their token, whatever its script", async () => {
    const host = newUser("Amélie 🎥");
    const party = await Party.create(shared.server, host);
    expect((await party.participants())[0]).toMatchObject({ user_id: host.id, display_name: "Amélie 🎥" });
  });
});
