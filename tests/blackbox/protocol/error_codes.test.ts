// Specification "WebSocket Errors": every documented code, reached at least one way, in the documented shape.
import { describe, expect, it } from "vitest";
import { eventually } from "../harness/deadline";
import { expectProblem } from "../harness/http";
import { Party, gather } from "../harness/party";
import { SETTING } from "../harness/settings";
import { sharedServer } from "../harness/shared_server";
import { newUser } from "../harness/token";

/** The most connections one user may have to one party, as the server is set here. */
const CONNECTIONS = 3;
/** The most connections one user may have to the server, as it is set here. */
const CONNECTIONS_IN_ALL = 5;
const shared = sharedServer({
  settings: {
    [SETTING.connectionsPerUser]: String(CONNECTIONS),
    [SETTING.connectionsPerUserTotal]: String(CONNECTIONS_IN_ALL),
  },
});

describe("an error event", () => {
  it("UNAUTHORIZED_COMMAND: a viewer tries to end the party", async () => {
    const { viewer, party } = await gather(shared.server);
    viewer.send("end");
    const error = await viewer.expectError("UNAUTHORIZED_COMMAND");
    expect(error.message).toEqual(expect.any(String));
    expect((await party.details()).status).toBe("active");
  });

  it("INVALID_COMMAND: a seek to nowhere", async () => {
    const { host } = await gather(shared.server);
    host.send("seek");
    expect((await host.expectError("INVALID_COMMAND")).message).toContain("position");
  });

  it("PARTY_ENDED: the host ends the party", async () => {
    const { party, viewer } = await gather(shared.server);
    await party.end();
    await viewer.expectError("PARTY_ENDED");
    await viewer.expectClose(4500);
  });

  it("RATE_LIMITED: the eleventh chat message of a minute", async () => {
    const { viewer } = await gather(shared.server);
    for (let count = 0; count < 11; count += 1) {
      viewer.send("chat", { message: `number ${count}` });
    }
    await viewer.expectError("RATE_LIMITED");
  });
});

describe("PARTICIPANT_LIMIT", () => {
  const fullParty = async (): Promise<Party> => {
    const party = await Party.create(shared.server, newUser(), { max_participants: 2, visibility: "public" });
    await party.enter(newUser("The last seat"));
    return party;
  };

  it("is the code of a refused join", async () => {
    expectProblem(await (await fullParty()).tryJoin(newUser()), 403, "PARTICIPANT_LIMIT");
  });

  it("is not for strangers: whoever has no seat in a full party is refused with 403", async () => {
    const party = await fullParty();
    await expect(party.connect(newUser())).rejects.toMatchObject({ status: 403 });
  });

  it("does not concern those who have a seat", async () => {
    const party = await fullParty();
    const host = await party.reenter(party.host);
    const secondTab = await party.reenter(party.host);
    await host.fence();
    await secondTab.fence();
  });
});

describe("CONNECTION_LIMIT", () => {
  it("is what one connection too many of a participant to a party hears on the socket, before 4505", async () => {
    const party = await Party.create(shared.server, newUser());
    const tabs = [];
    for (let count = 0; count < CONNECTIONS; count += 1) {
      tabs.push(await party.reenter(party.host));
    }
    const tooMany = await party.connect(party.host);
    await tooMany.expectError("CONNECTION_LIMIT");
    await tooMany.expectClose(4505);
    for (const tab of tabs) {
      await tab.fence();
    }
  });

  it("is what one connection too many of a user to the server hears, however many parties they are for", async () => {
    const user = newUser();
    const tabs = [];
    for (let count = 0; count < CONNECTIONS_IN_ALL; count += 1) {
      const party = await Party.create(shared.server, newUser());
      tabs.push(await party.enter(user));
    }
    const party = await Party.create(shared.server, newUser());
    await party.join(user);
    const tooMany = await party.connect(user);
    await tooMany.expectError("CONNECTION_LIMIT");
    await tooMany.expectClose(4505);
    await tabs[0]?.close();
    await eventually("a place for one more", () => party.reenter(user));
  });
});
