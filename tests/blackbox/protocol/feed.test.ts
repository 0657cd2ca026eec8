// `GET …/feed`: what people did, as it was told, for those who come later.
import { beforeEach, describe, expect, it } from "vitest";
import { expectProblem, expectStatus } from "../harness/http";
import { type Gathering, gather } from "../harness/party";
import { change } from "../harness/playback";
import { sharedServer } from "../harness/shared_server";
import { newUser, type User } from "../harness/token";

const shared = sharedServer();
let room: Gathering;
beforeEach(async () => {
  room = await gather(shared.server);
});

const feed = async (as: User): Promise<any[]> =>
  expectStatus(await room.party.request("GET", "/feed", { as }), 200).json.events;

describe("the feed", () => {
  it("has what was told, word for word, the oldest first", async () => {
    const { host, coHost, viewer } = room;
    host.send("seek", { position: 12.5 });
    const told = [await change(viewer, "seek")];
    coHost.send("play");
    told.push(await change(viewer, "play"));
    host.send("mute", { user_id: viewer.user.id });
    told.push(await viewer.expect("mute-changed"));
    const events = await feed(viewer.user);
    expect(events.map(({ type }) => type)).toEqual(["role-changed", "seek", "play", "mute-changed"]);
    expect(events.slice(1)).toEqual(told);
  });

  it("is there for who comes later", async () => {
    const { host, party } = room;
    host.send("seek", { position: 30 });
    await change(host, "seek");
    const late = newUser("Lena");
    await party.enter(late);
    expect((await feed(late)).at(-1)).toMatchObject({ type: "seek", position: 30, by: { user_id: host.user.id } });
  });

  it("has neither messages nor who came and went, but who was removed", async () => {
    const { host, viewer, party } = room;
    viewer.send("chat", { message: "hello" });
    await host.expect("chat_message");
    await viewer.close();
    await host.expect("participant-left", { reason: "disconnected" });
    await party.kick(viewer.user);
    await host.expect("participant-left", { reason: "kicked" });
    expect((await feed(host.user)).map(({ type, reason }) => [type, reason])).toEqual([
      ["role-changed", undefined],
      ["participant-left", "kicked"],
    ]);
  });

  it("keeps the last hundred", async () => {
    const { host } = room;
    for (let n = 1; n <= 120; ++n) host.send("seek", { position: n });
    await host.expect("seek", { position: 120 });
    const events = await feed(host.user);
    expect(events.length).toBeLessThanOrEqual(100);
    expect(events.length).toBeGreaterThan(30);
    expect(events.at(-1)).toMatchObject({ position: 120 });
    expect(JSON.stringify(events).length).toBeLessThanOrEqual(50_000);
  });

  it("is for participants only", async () => {
    const { party } = room;
    expectProblem(await party.request("GET", "/feed", { as: newUser("Stranger") }), 403, "NOT_PARTICIPANT");
    expectProblem(await party.request("GET", "/feed"), 401, "UNAUTHENTICATED");
    await party.kick(room.viewer.user);
    expectProblem(await party.request("GET", "/feed", { as: room.viewer.user }), 403, "KICKED");
  });
});
