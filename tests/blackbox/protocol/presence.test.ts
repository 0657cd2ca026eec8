// Specification "Participant Joined" and "Participant Left"; decision 7: users, tabs, clean closes, drops and blips.
import { beforeEach, describe, expect, it } from "vitest";
import { duration, eventually } from "../harness/deadline";
import { Party } from "../harness/party";
import type { PartyClient } from "../harness/party_client";
import { SETTING } from "../harness/settings";
import { sharedServer } from "../harness/shared_server";
import { newUser } from "../harness/token";

const shared = sharedServer({ settings: { [SETTING.presenceGrace]: duration(400) } });
let party: Party;
let host: PartyClient;
beforeEach(async () => {
  party = await Party.create(shared.server, newUser("Hanna"));
  host = await party.reenter(party.host);
});

const of = (client: PartyClient) => ({ participant: { user_id: client.user.id } });

describe("somebody connecting", () => {
  it("is announced to the others with the documented fields", async () => {
    const bob = await party.enter(newUser("Bob"));
    const event = await host.expect("participant-joined", of(bob));
    expect(event.party_id).toBe(party.id);
    expect(event.participant).toMatchObject({ display_name: "Bob", role: "viewer" });
    expect(event.participant).toHaveProperty("avatar_url");
  });

  it("with a second tab is not announced again, and both tabs get every event", async () => {
    const first = await party.enter(newUser("Tabs"));
    await host.expect("participant-joined", of(first));
    const mark = host.mark();
    const second = await party.reenter(first.user);
    await host.refute("participant-joined", mark);
    host.send("seek", { position: 5 });
    await first.expect("seek");
    await second.expect("seek");
  });
});

describe("somebody closing", () => {
  it("is announced at once, with the role, and keeps the seat", async () => {
    const bob = await party.enter(newUser("Bob"));
    await bob.close();
    const event = await host.expect("participant-left", of(bob));
    expect(event.participant).toMatchObject({ display_name: "Bob", role: "viewer" });
    expect(await party.participant(bob.user)).toMatchObject({ is_active: false, role: "viewer" });
    expect((await party.details()).participant_count).toBe(2);
  });

  it("one of two tabs is not announced; the last one is", async () => {
    const first = await party.enter(newUser("Tabs"));
    const second = await party.reenter(first.user);
    await host.expect("participant-joined", of(first));
    const mark = host.mark();
    await first.close();
    await second.fence();
    await host.refute("participant-left", mark);
    expect(await party.participant(first.user)).toMatchObject({ is_active: true });
    await second.close();
    await host.expect("participant-left", of(first));
    expect(host.since(mark, "participant-left")).toHaveLength(1);
  });

  it("and coming back is announced again, with the role kept", async () => {
    const bob = await party.enter(newUser("Bob"));
    await party.setRole(bob.user, "co-host");
    await bob.close();
    await host.expect("participant-left", of(bob));
    await host.expect("participant-joined", of(bob));
    await party.reenter(bob.user);
    const event = await host.expect("participant-joined", of(bob));
    expect(event.participant.role).toBe("co-host");
  });
});

describe("a lost connection", () => {
  it("is announced after the grace, and keeps the seat", async () => {
    const bob = await party.enter(newUser("Bob"));
    bob.drop();
    await host.expect("participant-left", of(bob));
    expect(await party.participant(bob.user)).toMatchObject({ is_active: false });
    expect((await party.details()).participant_count).toBe(2);
  });

  it("that is back within the grace is invisible", async () => {
    const blip = await party.enter(newUser("Blip"));
    const gone = await party.enter(newUser("Gone"));
    await host.expect("participant-joined", of(blip));
    const mark = host.mark();
    blip.drop();
    const back = await party.reenter(blip.user);
    // Dropped later than the blip, so the blip's grace has passed when this one's has.
    gone.drop();
    await host.expect("participant-left", of(gone));
    await host.refute("participant-left", mark, of(back));
    await host.refute("participant-joined", mark, of(back));
    expect(await party.participant(blip.user)).toMatchObject({ is_active: true });
  });

  it("of the host is not leaving: the role stays", async () => {
    const viewer = await party.enter(newUser("Vic"));
    const mark = viewer.mark();
    host.drop();
    await viewer.expect("participant-left", of(host));
    await viewer.refute("role-changed", mark);
    const again = await party.reenter(party.host);
    again.send("play");
    await viewer.expect("play");
  });
});

describe("the list of participants", () => {
  it("follows who is connected", async () => {
    const bob = newUser("Bob");
    await party.join(bob);
    expect(await party.participant(bob)).toMatchObject({ is_active: false });
    const client = await party.reenter(bob);
    expect(await party.participant(bob)).toMatchObject({ is_active: true });
    await client.close();
    await eventually("Bob is inactive", async () => (await party.participant(bob)).is_active === false);
  });
});
