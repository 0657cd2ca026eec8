// How a party was attended, for those who run it.
import { describe, expect, it } from "vitest";
import { expectProblem, expectStatus, send } from "../harness/http";
import { PARTIES, Party, gather } from "../harness/party";
import { sharedServer } from "../harness/shared_server";
import { newUser } from "../harness/token";

const shared = sharedServer();

describe("figures of a party", () => {
  it("count who is there, and what is said along the film", async () => {
    const { party, host, viewer } = await gather(shared.server);
    host.send("skip", { clip_id: "film" });
    host.send("seek", { position: 130, resume: false });
    await viewer.expect("seek");
    viewer.send("chat", { message: "Look" });
    await host.expect("chat_message");
    viewer.send("reaction", { emoji: "🔥", video_timestamp: 130 });
    await host.expect("reaction");
    const figures = expectStatus(await party.request("GET", "/analytics", { as: host.user }), 200).json;
    expect(figures).toMatchObject({
      party_id: party.id,
      ended_at: null,
      participant_count: 3,
      viewers: 3,
      peak_viewers: 3,
      messages: 1,
      reactions: 1,
    });
    expect(figures.watched_ms).toBeGreaterThan(0);
    expect(figures.average_watched_ms).toBe(Math.floor(figures.watched_ms / 3));
    expect(figures.audience.at(-1)).toMatchObject({ viewers: 3, peak: 3 });
    await viewer.close();
    await host.expect("participant-left");
    expect((await party.request("GET", "/analytics", { as: host.user })).json).toMatchObject({ viewers: 2, peak_viewers: 3 });
  });

  it("outlive the party, and a restart", async () => {
    const { party, host, viewer } = await gather(shared.server);
    host.send("skip", { clip_id: "film" });
    await viewer.expect("skip");
    viewer.send("chat", { message: "Good night" });
    await host.expect("chat_message");
    await party.end();
    await host.expectClose(4500);
    await viewer.expectClose(4500);
    await expect.poll(async () => (await party.participants()).some((entry) => entry.is_active)).toBe(false);
    // Commits keep their order: what the last departure stored comes before this.
    await Party.create(shared.server, newUser());
    await shared.server.killAndRestart();
    const figures = expectStatus(await party.request("GET", "/analytics", { as: host.user }), 200).json;
    expect(figures).toMatchObject({ viewers: 0, peak_viewers: 3, messages: 1, participant_count: 3 });
    expect(figures.ended_at).not.toBeNull();
    expect(figures.film).toEqual([{ clip_id: "film", position_ms: 0, messages: 1, reactions: 0 }]);
  });

  it("are for host and co-hosts", async () => {
    const { party, coHost, viewer } = await gather(shared.server);
    const path = `${PARTIES}/${party.id}/analytics`;
    expectStatus(await send(shared.server, "GET", path, { as: coHost.user }), 200);
    expectProblem(await send(shared.server, "GET", path, { as: viewer.user }), 403);
    expectProblem(await send(shared.server, "GET", path, { as: newUser() }), 403);
    expectProblem(await send(shared.server, "GET", path), 401, "UNAUTHENTICATED");
    expectProblem(await send(shared.server, "GET", `${PARTIES}/nowhere/analytics`, { as: viewer.user }), 404, "NOT_FOUND");
  });
});
