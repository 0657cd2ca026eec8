// Specification "WebSocket Errors": every documented code, reached at least one way, in the documented shape.
import { describe, expect, it } from "vitest";
import { expectProblem, expectStatus } from "../harness/http";
import { Party, gather } from "../harness/party";
import { PartyClient, UpgradeRefused } from "../harness/party_client";
import { sharedServer } from "../harness/shared_server";
import { newUser } from "../harness/token";

const shared = sharedServer();

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

  it("is what somebody who gave up the seat of a now full party hears on the socket, before 4502", async () => {
    const party = await Party.create(shared.server, newUser(), { max_participants: 2, visibility: "public" });
    const former = newUser("Former");
    await party.join(former);
    expectStatus(await party.leave(former), 204);
    await party.join(newUser("The last seat"));
    const outcome = await party.connect(former).catch((error: unknown) => error);
    if (outcome instanceof UpgradeRefused) {
      // Whoever has left may count as a stranger; then the refusal has to be the stranger's.
      expect(outcome.status).toBe(403);
      return;
    }
    const client = outcome as PartyClient;
    await client.expectError("PARTICIPANT_LIMIT");
    await client.expectClose(4502);
  });

  it("does not concern those who have a seat", async () => {
    const party = await fullParty();
    const host = await party.reenter(party.host);
    const secondTab = await party.reenter(party.host);
    await host.fence();
    await secondTab.fence();
  });
});
