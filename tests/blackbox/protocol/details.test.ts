// Specification "Get Watch Party Details" and "Get Participants".
import { describe, expect, it } from "vitest";
import { RFC3339_UTC, expectProblem, expectStatus, send } from "../harness/http";
import { PARTIES, Party, gather } from "../harness/party";
import { sharedServer } from "../harness/shared_server";
import { newUser } from "../harness/token";

const shared = sharedServer();

describe("the details of a party", () => {
  it("have the documented flat body; nothing plays in a new party", async () => {
    const party = await Party.create(shared.server, newUser(), { title: "Matinee", max_participants: 7 });
    expect(await party.details()).toMatchObject({
      id: party.id,
      host_user_id: party.host.id,
      title: "Matinee",
      current_clip_id: null,
      current_position: 0,
      is_playing: false,
      participant_count: 1,
      max_participants: 7,
      status: "active",
    });
  });

  it("follow playback in whole seconds", async () => {
    const { party, host } = await gather(shared.server);
    host.send("skip", { clip_id: "clip-1" });
    host.send("seek", { position: 61.9 });
    await host.expect("seek");
    expect(await party.details()).toMatchObject({ current_clip_id: "clip-1", current_position: 61, is_playing: false });
    host.send("play");
    await host.expect("play");
    expect(await party.details()).toMatchObject({ is_playing: true });
  });

  it("count users, not connections", async () => {
    const party = await Party.create(shared.server, newUser());
    const viewer = newUser();
    await party.enter(viewer);
    await party.enter(viewer);
    expect((await party.details()).participant_count).toBe(2);
  });

  it("are for participants: 403 to a stranger, 404 for an unknown party", async () => {
    const party = await Party.create(shared.server, newUser());
    expectProblem(await party.request("GET", "", { as: newUser() }), 403);
    for (const id of ["no-such-party", "x".repeat(500), "%F0%9F%8E%AC", "%2e%2e"]) {
      expectProblem(await send(shared.server, "GET", `${PARTIES}/${id}`, { as: newUser() }), 404);
    }
  });

  it("say that an ended party has ended", async () => {
    const party = await Party.create(shared.server, newUser());
    await party.end();
    expect((await party.details()).status).toBe("ended");
  });
});

describe("the list of participants", () => {
  it("has the documented entries", async () => {
    const { party, host, viewer } = await gather(shared.server);
    const listed = expectStatus(await party.request("GET", "/participants", { as: viewer.user }), 200).json;
    expect(listed.participants).toHaveLength(3);
    for (const entry of listed.participants) {
      expect(entry).toMatchObject({
        user_id: expect.any(String),
        display_name: expect.any(String),
        role: expect.stringMatching(/^(host|co-host|viewer)$/),
        is_active: true,
      });
      expect(entry).toHaveProperty("avatar_url");
      expect(entry.last_sync).toMatch(RFC3339_UTC);
    }
    expect(await party.participant(host.user)).toMatchObject({ display_name: "Hanna", role: "host", avatar_url: null });
    expect(await party.participant(viewer.user)).toMatchObject({ display_name: "Vic", role: "viewer" });
  });

  it("shows those who have joined without connecting as not active, never synced", async () => {
    const party = await Party.create(shared.server, newUser());
    const absent = newUser();
    await party.join(absent);
    expect(await party.participant(absent)).toMatchObject({ is_active: false, last_sync: null });
  });

  it("is for participants: 403 to a stranger, 404 for an unknown party", async () => {
    const party = await Party.create(shared.server, newUser());
    expectProblem(await party.request("GET", "/participants", { as: newUser() }), 403);
    expectProblem(await send(shared.server, "GET", `${PARTIES}/unknown/participants`, { as: newUser() }), 404);
  });
});
