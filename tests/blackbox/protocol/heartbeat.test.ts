// Ping and pong, and peers that are no longer there (specification "Best Practices": detect disconnections early).
import { beforeEach, describe, expect, it } from "vitest";
import { duration, within } from "../harness/deadline";
import { Party } from "../harness/party";
import { SETTING } from "../harness/settings";
import { sharedServer } from "../harness/shared_server";
import { newUser } from "../harness/token";

const shared = sharedServer({
  settings: {
    [SETTING.pingInterval]: duration(200),
    [SETTING.pongTimeout]: duration(200),
    [SETTING.presenceGrace]: duration(100),
  },
});
let party: Party;
beforeEach(async () => {
  party = await Party.create(shared.server, newUser("Hanna"));
});

describe("the server", () => {
  it("answers a ping with its payload", async () => {
    const client = await party.connect(party.host);
    const pong = new Promise<string>((resolve) => client.socket.once("pong", (data) => resolve(data.toString())));
    client.socket.ping("are you there?");
    expect(await within("a pong", 2000, pong)).toBe("are you there?");
  });

  it("pings, and keeps who answers, however long they say nothing", async () => {
    const client = await party.connect(party.host);
    let pings = 0;
    const five = new Promise<void>((resolve) => {
      client.socket.on("ping", () => (pings += 1) === 5 && resolve());
    });
    await within("five pings", 5000, five);
    await client.fence();
  });

  it("gives up a peer that no longer answers, and says so to the others", async () => {
    const host = await party.reenter(party.host);
    const mute = newUser("Mute");
    await party.join(mute);
    const client = await party.connect(mute, { autoPong: false });
    await host.expect("participant-left", { participant: { user_id: mute.id } });
    await within("the connection is cut", 5000, client.closed);
    await host.fence();
    expect(await party.participant(mute)).toMatchObject({ is_active: false });
  });
});
