// A token that runs out while its connection is open: closed with 4401 unless renewed in place by an `authenticate`
// command, answered with `authenticated`.
import { describe, expect, it } from "vitest";
import { scaled } from "../harness/deadline";
import { send } from "../harness/http";
import { Party } from "../harness/party";
import type { PartyClient } from "../harness/party_client";
import { sharedServer } from "../harness/shared_server";
import { type User, mintToken, newUser, nowSeconds, rememberSecret } from "../harness/token";

const shared = sharedServer();

/** The same user with a token of that many seconds. */
const withTtl = (user: User, seconds: number): User => ({
  ...user,
  token: mintToken({ claims: { sub: user.id, name: user.name, exp: nowSeconds() + seconds } }),
});
const enter = async (party: Party, user: User): Promise<PartyClient> => {
  await party.join(user);
  return party.reenter(user);
};
const shortly = Math.ceil(scaled(2000) / 1000);

describe("an open connection", () => {
  it("is closed with 4401 when its token runs out; the one renewed in place stays", async () => {
    const party = await Party.create(shared.server, newUser("Hanna"));
    const bob = newUser("Bob");
    const lapsing = await enter(party, withTtl(bob, shortly));
    const renewed = await enter(party, withTtl(bob, shortly));
    const { token } = withTtl(bob, 3600);
    renewed.send("authenticate", { token });
    await renewed.expect("authenticated");
    await lapsing.expectClose(4401, 10_000);
    await renewed.fence();
  });

  it("can be followed by a new one with a fresh token", async () => {
    const party = await Party.create(shared.server, newUser("Hanna"));
    const bob = newUser("Bob");
    await (await enter(party, withTtl(bob, shortly))).expectClose(4401, 10_000);
    const again = await party.reenter(withTtl(bob, 3600));
    expect(await party.participant(bob)).toMatchObject({ is_active: true, role: "viewer" });
    await again.fence();
  });
});

describe("a connection opened by other means than the header", () => {
  const lapsing = async (): Promise<{ readonly party: Party; readonly bob: User }> => {
    const party = await Party.create(shared.server, newUser("Hanna"));
    const bob = withTtl(newUser("Bob"), shortly);
    await party.join(bob);
    return { party, bob };
  };

  it("by a ticket ends with the token the ticket was bought with", async () => {
    const { party, bob } = await lapsing();
    const { ticket } = (await party.request("POST", "/ws-ticket", { as: bob })).json;
    rememberSecret(ticket);
    const client = await party.connect(bob, { token: null, protocols: ["matinee.v1", `ticket.${ticket}`] });
    await client.expectClose(4401, 10_000);
  });

  it("by a session cookie ends with the token the session was opened with", async () => {
    const { party, bob } = await lapsing();
    const opened = await send(shared.server, "POST", "/api/v1/session", { as: bob });
    const Cookie = opened.headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
    const client = await party.connect(bob, { token: null, headers: { Cookie, Origin: shared.server.url } });
    await client.expectClose(4401, 10_000);
  });
});

describe("authenticate", () => {
  it.each([
    ["a token of nobody's making", () => mintToken({ secret: "another-secret-another-secret-another" })],
    ["an expired token", () => mintToken({ claims: { exp: nowSeconds() - 3600 } })],
    ["somebody else's token", () => newUser("Mallory").token],
    ["nonsense", () => "nonsense"],
  ])("with %s is an error and does not make it valid", async (_what, token) => {
    const party = await Party.create(shared.server, newUser("Hanna"));
    const host = await party.reenter(party.host);
    const mark = host.mark();
    host.send("authenticate", { token: token() });
    await host.expect("error");
    await host.refute("authenticated", mark);
    const state = await host.fence();
    expect(state.participants[0].user_id).toBe(party.host.id);
  });

  it.each([[{}], [{ token: 5 }], [{ token: null }]])("with %j is INVALID_COMMAND", async (fields) => {
    const party = await Party.create(shared.server, newUser("Hanna"));
    const host = await party.reenter(party.host);
    host.send("authenticate", fields);
    await host.expectError("INVALID_COMMAND");
  });
});
