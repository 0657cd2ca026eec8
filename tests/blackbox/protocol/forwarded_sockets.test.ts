// Behind a reverse proxy every client comes from one address: their sockets are counted by the address it tells.
import { afterEach, describe, expect, it } from "vitest";
import { eventually } from "../harness/deadline";
import { expectStatus, send } from "../harness/http";
import { Party } from "../harness/party";
import { RawConnection, type RawResponse, upgradeRequest } from "../harness/raw_connection";
import { SETTING } from "../harness/settings";
import { sharedServer } from "../harness/shared_server";
import { newUser } from "../harness/token";

const shared = sharedServer({
  settings: { [SETTING.connectionsPerAddress]: "2", [SETTING.trustedProxies]: "127.0.0.1/32" },
});
const open: RawConnection[] = [];
afterEach(() => {
  for (const connection of open.splice(0)) {
    connection.close();
  }
});

/** Asks for a socket of the party as the proxy does for `client`; it stays open until the test ends. */
async function upgradeFor(party: Party, client: string): Promise<RawResponse> {
  const connection = await RawConnection.to(shared.server);
  open.push(connection);
  const headers = { Authorization: `Bearer ${party.host.token}`, "X-Forwarded-For": client };
  connection.write(upgradeRequest(`/api/v1/watch-parties/${party.id}/ws`, headers));
  return connection.response();
}

const refused = (response: RawResponse): void => {
  expect(response.status).toBe(503);
  expect(Number(response.headers["retry-after"])).toBeGreaterThan(0);
};

describe("behind a trusted proxy", () => {
  it("each client has as many sockets as an address may have connections", async () => {
    const party = await Party.create(shared.server, newUser());
    expect((await upgradeFor(party, "198.51.100.1")).status).toBe(101);
    expect((await upgradeFor(party, "198.51.100.1")).status).toBe(101);
    refused(await upgradeFor(party, "198.51.100.1"));
    refused(await upgradeFor(party, "203.0.113.9, 198.51.100.1"));
    expect((await upgradeFor(party, "198.51.100.2")).status).toBe(101);
  });

  it("a socket that closes makes room", async () => {
    const party = await Party.create(shared.server, newUser());
    await upgradeFor(party, "198.51.100.3");
    await upgradeFor(party, "198.51.100.3");
    refused(await upgradeFor(party, "198.51.100.3"));
    open[0]?.close();
    await eventually("a place", async () => (await upgradeFor(party, "198.51.100.3")).status === 101);
  });

  it("requests are not counted: a proxy's connections are everybody's", async () => {
    const party = await Party.create(shared.server, newUser());
    await upgradeFor(party, "198.51.100.4");
    await upgradeFor(party, "198.51.100.4");
    const headers = { "X-Forwarded-For": "198.51.100.4" };
    const path = `/api/v1/watch-parties/${party.id}`;
    expectStatus(await send(shared.server, "GET", path, { as: party.host, headers }), 200);
  });

  it("the network of one IPv6 customer counts as one address", async () => {
    const party = await Party.create(shared.server, newUser());
    expect((await upgradeFor(party, "2001:db8:0:7::1")).status).toBe(101);
    expect((await upgradeFor(party, "2001:db8:0:7::2")).status).toBe(101);
    refused(await upgradeFor(party, "2001:db8:0:7::3"));
    expect((await upgradeFor(party, "2001:db8:0:8::1")).status).toBe(101);
  });
});
