// What was said: by page, over HTTP as on sockets, replies, edits, deletions, reports, mutes, slow mode, and reactions
// along the film.
import { beforeEach, describe, expect, it } from "vitest";
import { expectProblem, expectRateLimited, expectStatus } from "../harness/http";
import { type Gathering, Silence, gather } from "../harness/party";
import type { PartyClient } from "../harness/party_client";
import { sharedServer } from "../harness/shared_server";
import { newUser, type User } from "../harness/token";

const shared = sharedServer();
let room: Gathering;
beforeEach(async () => {
  room = await gather(shared.server);
});

const post = (as: User, body: Record<string, unknown>) => room.party.request("POST", "/messages", { as, body });
const page = async (as: User, query = "") => expectStatus(await room.party.request("GET", `/messages${query}`, { as }), 200).json;
const texts = async (as: User, query = "") => (await page(as, query)).messages.map((said: any) => said.message);

/** Says it, and waits until the host has heard it; the message's id. */
async function say(client: PartyClient, message: string, fields: Record<string, unknown> = {}): Promise<string> {
  client.send("chat", { message, ...fields });
  return (await room.host.expect("chat_message", { chat_message: { message } })).chat_message.id;
}

describe("the messages of a party", () => {
  it("are there by page, in the order they were said, both ways", async () => {
    for (let count = 1; count <= 7; count += 1) await say(room.viewer, `number ${count}`);
    const newest = await page(room.viewer.user, "?limit=3");
    expect(newest.messages.map((said: any) => said.message)).toEqual(["number 5", "number 6", "number 7"]);
    expect(newest.next).toBe(newest.messages[0].id);
    const older = await page(room.viewer.user, `?limit=3&before=${newest.next}`);
    expect(older.messages.map((said: any) => said.message)).toEqual(["number 2", "number 3", "number 4"]);
    const oldest = await page(room.viewer.user, `?limit=3&before=${older.next}`);
    expect(oldest).toMatchObject({ messages: [{ message: "number 1" }], next: null });
    expect(await texts(room.viewer.user, `?after=${newest.messages[0].id}`)).toEqual(["number 6", "number 7"]);
  });

  it("carry where the film was", async () => {
    room.host.send("skip", { clip_id: "film" });
    await room.host.expect("sync");
    await say(room.viewer, "hello");
    const [said] = (await page(room.viewer.user)).messages;
    expect(said).toMatchObject({ clip_id: "film", reply_to: null, mentions: [], edited_at: null, deleted_at: null });
    expect(said.position_ms).toBeGreaterThanOrEqual(0);
  });

  it("are for those with a seat, and still there after the end", async () => {
    await say(room.viewer, "hello");
    expectProblem(await room.party.request("GET", "/messages", { as: newUser("Eve") }), 403, "NOT_PARTICIPANT");
    expectProblem(await room.party.request("GET", "/messages"), 401, "UNAUTHENTICATED");
    expectStatus(await room.party.end(), 204);
    expect(await texts(room.viewer.user)).toEqual(["hello"]);
    expectProblem(await post(room.viewer.user, { message: "late" }), 404, "PARTY_ENDED");
  });

  it.each(["?limit=0", "?limit=201", "?limit=x", "?before=", "?before=a&after=b"])("refuse %s", async (query) => {
    expectProblem(await room.party.request("GET", `/messages${query}`, { as: room.viewer.user }), 400, "INVALID_REQUEST");
  });

  it("do not begin at a message that is not there", async () => {
    expectProblem(await room.party.request("GET", "/messages?before=nothing", { as: room.viewer.user }), 404, "NOT_FOUND");
  });
});

describe("a message over HTTP", () => {
  it("reaches everyone as one from a socket does", async () => {
    const { viewer, everyone } = room;
    const posted = expectStatus(await post(viewer.user, { message: "@Hanna hi", mentions: [room.host.user.id, "nobody"] }), 201);
    for (const client of everyone) {
      const event = await client.expect("chat_message");
      expect(event.chat_message).toEqual(posted.json);
    }
    expect(posted.json.mentions).toEqual([room.host.user.id]);
    const one = await room.party.request("GET", `/messages/${posted.json.id}`, { as: room.host.user });
    expect(one.json).toEqual(posted.json);
  });

  it("counts against the same ten a minute", async () => {
    for (let count = 1; count <= 5; count += 1) await say(room.viewer, `number ${count}`);
    for (let count = 6; count <= 10; count += 1) expectStatus(await post(room.viewer.user, { message: `number ${count}` }), 201);
    expectRateLimited(await post(room.viewer.user, { message: "one more" }), 60);
    room.viewer.send("chat", { message: "and another" });
    await room.viewer.expectError("RATE_LIMITED");
  });

  it("has 1000 characters at most, whatever their size", async () => {
    expectStatus(await post(room.viewer.user, { message: "🎬".repeat(1000) }), 201);
    expectProblem(await post(room.viewer.user, { message: "🎬".repeat(1001) }), 400, "INVALID_REQUEST");
    expectProblem(await post(room.viewer.user, { message: " " }), 400, "INVALID_REQUEST");
  });

  it("replies to another", async () => {
    const first = await say(room.coHost, "a question");
    await say(room.viewer, "an answer", { reply_to: first });
    expect((await page(room.viewer.user)).messages.at(-1)).toMatchObject({ reply_to: first });
  });
});

describe("editing", () => {
  it("one's own tells everyone, and says when", async () => {
    const id = await say(room.viewer, "helo");
    const edited = await room.party.request("PATCH", `/messages/${id}`, { as: room.viewer.user, body: { message: "hello" } });
    expect(expectStatus(edited, 200).json).toMatchObject({ id, message: "hello", edited_at: expect.any(String) });
    await room.coHost.expect("message-edited", { chat_message: { id, message: "hello" } });
    room.viewer.send("edit-message", { message_id: id, message: "hello!" });
    await room.coHost.expect("message-edited", { chat_message: { id, message: "hello!" } });
    expect(await texts(room.viewer.user)).toEqual(["hello!"]);
  });

  it("somebody else's is refused, the host's wish too", async () => {
    const id = await say(room.viewer, "mine");
    const silence = await Silence.among(room.everyone);
    const refused = await room.party.request("PATCH", `/messages/${id}`, { as: room.host.user, body: { message: "yours" } });
    expectProblem(refused, 403, "FORBIDDEN");
    await silence.holds(room.host, "message-edited");
  });
});

describe("deleting", () => {
  it("leaves a tombstone without text, and tells who did it", async () => {
    const id = await say(room.viewer, "regrettable");
    expectStatus(await room.party.request("DELETE", `/messages/${id}`, { as: room.coHost.user }), 204);
    await room.viewer.expect("message-deleted", { message_id: id, by: { user_id: room.coHost.user.id } });
    const [said] = (await page(room.viewer.user)).messages;
    expect(said).toMatchObject({ id, message: "", deleted_at: expect.any(String) });
    expectProblem(await room.party.request("DELETE", `/messages/${id}`, { as: room.host.user }), 404, "NOT_FOUND");
  });

  it("is for the author, a co-host but not of the host's, and the host", async () => {
    const hosts = await say(room.host, "the host's");
    const cohosts = await say(room.coHost, "the co-host's");
    for (const [as, id] of [[room.viewer.user, hosts], [room.viewer.user, cohosts], [room.coHost.user, hosts]] as const) {
      expectProblem(await room.party.request("DELETE", `/messages/${id}`, { as }), 403, "FORBIDDEN");
    }
    expectStatus(await room.party.request("DELETE", `/messages/${cohosts}`, { as: room.host.user }), 204);
  });
});

describe("reports", () => {
  it("reach host and co-host, without a name, and keep the text", async () => {
    const id = await say(room.coHost, "he dies in the end");
    const silence = await Silence.among([room.viewer]);
    const path = `/messages/${id}/report`;
    expectStatus(await room.party.request("POST", path, { as: room.viewer.user, body: { reason: "spoils it" } }), 204);
    for (const client of [room.host, room.coHost]) {
      const event = await client.expect("message-reported", { reason: "spoils it", chat_message: { id } });
      expect(JSON.stringify(event)).not.toContain(room.viewer.user.id);
    }
    await silence.holds(room.viewer, "message-reported");
    expectStatus(await room.party.request("DELETE", `/messages/${id}`, { as: room.coHost.user }), 204);
    const listed = await room.party.request("GET", "/message-reports", { as: room.host.user });
    expect(expectStatus(listed, 200).json.reports).toMatchObject([{ reported_text: "he dies in the end", reason: "spoils it" }]);
    expectProblem(await room.party.request("GET", "/message-reports", { as: room.viewer.user }), 403, "UNAUTHORIZED_COMMAND");
  });
});

describe("a mute", () => {
  it("keeps somebody from writing and reacting until it is lifted, also over HTTP", async () => {
    const { viewer, coHost, party } = room;
    const path = `/mutes/${viewer.user.id}`;
    expectStatus(await party.request("PUT", path, { as: coHost.user, body: { duration_ms: 600_000 } }), 204);
    await viewer.expect("mute-changed", { user_id: viewer.user.id, muted: true, by: { user_id: coHost.user.id } });
    const silence = await Silence.among(room.everyone);
    viewer.send("chat", { message: "hello" });
    expect((await viewer.expectError("MUTED")).retry_after_ms).toBeGreaterThan(0);
    viewer.send("reaction", { emoji: "🔥" });
    await viewer.expectError("MUTED");
    expectProblem(await post(viewer.user, { message: "hello" }), 403, "MUTED");
    await silence.holds(viewer, "chat_message", "reaction");
    expect(await party.participant(viewer.user)).toMatchObject({ muted: true });
    expectStatus(await party.leave(viewer.user), 204);
    await party.join(viewer.user);
    expectProblem(await post(viewer.user, { message: "back" }), 403, "MUTED");
    expectStatus(await party.request("DELETE", path, { as: coHost.user }), 204);
    expectStatus(await post(viewer.user, { message: "hello" }), 201);
  });

  it("is not for viewers, and not of those above", async () => {
    const { viewer, coHost, host, party } = room;
    const mute = (as: User, of: User) => party.request("PUT", `/mutes/${of.id}`, { as, body: {} });
    expectProblem(await mute(viewer.user, coHost.user), 403, "UNAUTHORIZED_COMMAND");
    expectProblem(await mute(coHost.user, host.user), 403, "FORBIDDEN");
    expectProblem(await mute(host.user, host.user), 403, "FORBIDDEN");
    expectProblem(await mute(host.user, newUser("Eve")), 404, "NOT_FOUND");
  });
});

describe("settings of the chat", () => {
  it("slow mode says when one may write again", async () => {
    const { host, viewer, party } = room;
    host.send("settings", { slow_mode_ms: 30_000 });
    await viewer.expect("settings-changed", { settings: { slow_mode_ms: 30_000, chat: "everyone" } });
    await say(viewer, "first");
    const refused = expectProblem(await post(viewer.user, { message: "second" }), 429, "RATE_LIMITED");
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(20);
    expect(refused.json.detail).toContain("slow mode");
    await say(room.coHost, "one");
    await say(room.coHost, "two");
    expect((await party.details()).settings).toMatchObject({ slow_mode_ms: 30_000 });
  });

  it("only hosts write where the host says so", async () => {
    room.host.send("settings", { chat: "hosts" });
    await room.viewer.expect("settings-changed");
    expectProblem(await post(room.viewer.user, { message: "hello" }), 403, "FORBIDDEN");
    expectStatus(await post(room.coHost.user, { message: "hello" }), 201);
  });
});

describe("reactions", () => {
  it.each(["👨‍👩‍👧‍👦", "🇩🇪", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "1️⃣", "👍🏽"])("may be %s", async (emoji) => {
    room.viewer.send("reaction", { emoji });
    await room.host.expect("reaction", { reaction: { emoji } });
  });

  it.each(["a", ":fire:", "🔥🔥", "5"])("may not be %s", async (emoji) => {
    room.viewer.send("reaction", { emoji });
    expect((await room.viewer.expectError("INVALID_COMMAND")).message).toContain("emoji");
  });

  it("are kept along the film", async () => {
    const { host, viewer, party } = room;
    host.send("skip", { clip_id: "film" });
    await host.expect("sync");
    viewer.send("reactions", { reactions: [{ emoji: "🔥", count: 3 }, { emoji: "👏", count: 1 }], video_timestamp: 0 });
    await host.expect("reactions");
    await expect
      .poll(async () => (await party.request("GET", "/reactions?clip_id=film", { as: viewer.user })).json, { timeout: 12_000 })
      .toEqual({
        clip_id: "film",
        bucket_ms: 5000,
        buckets: [{ position_ms: 0, total: 4, reactions: [{ emoji: "🔥", count: 3 }, { emoji: "👏", count: 1 }] }],
        next_ms: null,
      });
    expectProblem(await party.request("GET", "/reactions", { as: viewer.user }), 400, "INVALID_REQUEST");
  }, 20_000);
});
