// Chat, reactions, batches of reactions and typing: decision 14, their limits: specification "Rate Limiting".
import { beforeEach, describe, expect, it } from "vitest";
import type { PartyEvent } from "../harness/events";
import { RFC3339_UTC } from "../harness/http";
import { type Gathering, Silence, gather } from "../harness/party";
import { sharedServer } from "../harness/shared_server";

const shared = sharedServer();
let room: Gathering;
beforeEach(async () => {
  room = await gather(shared.server);
});

describe("chat", () => {
  it("reaches everyone, the sender included, with the documented fields", async () => {
    const { viewer, everyone } = room;
    viewer.send("chat", { message: "What a film! 🎬" });
    const seen = await Promise.all(everyone.map((client) => client.expect("chat_message")));
    for (const event of seen) {
      expect(event.chat_message).toMatchObject({
        id: seen[0]?.chat_message.id,
        user_id: viewer.user.id,
        display_name: "Vic",
        avatar_url: null,
        message: "What a film! 🎬",
        created_at: expect.stringMatching(RFC3339_UTC),
      });
    }
    expect(seen[0]?.chat_message.id).toEqual(expect.any(String));
  });

  it.each([
    ["of one character", "x"],
    ["of 1000 characters, whatever their size", "🎬".repeat(1000)],
    ["that looks like markup", "<script>alert('x')</script> & \"quotes\" \\ /"],
    ["from right to left and with joined emoji", "שלום 👨‍👩‍👧‍👦 e\u0301"],
  ])("%s arrives as it was sent", async (_what, message) => {
    const { viewer, host } = room;
    viewer.send("chat", { message });
    expect((await host.expect("chat_message")).chat_message.message).toBe(message);
  });

  it.each([
    ["of 1001 characters", { message: "🎬".repeat(1001) }],
    ["without a message", {}],
    ["that is empty", { message: "" }],
    ["that is blank", { message: "  \u00a0\t " }],
    ["that is null", { message: null }],
    ["that is a number", { message: 5 }],
    ["that is a list", { message: ["x"] }],
  ])("%s is INVALID_COMMAND, naming the message, and reaches nobody", async (_what, fields) => {
    const { viewer, everyone } = room;
    const silence = await Silence.among(everyone);
    viewer.send("chat", fields);
    expect((await viewer.expectError("INVALID_COMMAND")).message).toContain("message");
    await silence.holds(viewer, "chat_message");
  });

  it("is limited to 10 a minute and user; the eleventh is RATE_LIMITED, to the sender alone", async () => {
    const { viewer, coHost, host } = room;
    for (let count = 1; count <= 10; count += 1) {
      viewer.send("chat", { message: `number ${count}` });
      await host.expect("chat_message", { chat_message: { message: `number ${count}` } });
    }
    const marks = await Silence.among([host, coHost]);
    viewer.send("chat", { message: "number 11" });
    await viewer.expectError("RATE_LIMITED");
    await marks.holds(viewer, "chat_message", "error");
    coHost.send("chat", { message: "not my limit" });
    await host.expect("chat_message", { chat_message: { message: "not my limit" } });
  });

  it("is limited for the user, not for the tab", async () => {
    const { viewer, party, host } = room;
    const secondTab = await party.reenter(viewer.user);
    for (let count = 1; count <= 10; count += 1) {
      (count % 2 === 0 ? viewer : secondTab).send("chat", { message: `number ${count}` });
      await host.expect("chat_message");
    }
    for (const tab of [viewer, secondTab]) {
      tab.send("chat", { message: "one more" });
      await tab.expectError("RATE_LIMITED");
    }
  });

  it("is limited in each party by itself", async () => {
    const { viewer } = room;
    for (let count = 1; count <= 11; count += 1) {
      viewer.send("chat", { message: `number ${count}` });
    }
    await viewer.expectError("RATE_LIMITED");
    const elsewhere = await gather(shared.server);
    const guest = await elsewhere.party.enter(viewer.user);
    guest.send("chat", { message: "hello elsewhere" });
    await elsewhere.host.expect("chat_message", { chat_message: { message: "hello elsewhere" } });
  });
});

/** How many reactions a list of events stands for, single or batched. */
const reactionsIn = (events: PartyEvent[]): number =>
  events.reduce((total, event) => {
    if (event.type === "reaction") {
      return total + (event.reaction.count ?? 1);
    }
    const batch: Array<{ count?: number }> = event.type === "reactions" ? event.reactions : [];
    return total + batch.reduce((sum, entry) => sum + (entry.count ?? 1), 0);
  }, 0);

describe("a reaction", () => {
  it("reaches everyone with the documented fields", async () => {
    const { viewer, everyone } = room;
    viewer.send("reaction", { emoji: "🔥", video_timestamp: 12.5 });
    for (const client of everyone) {
      const event = await client.expect("reaction");
      expect(event.reaction).toMatchObject({ user_id: viewer.user.id, emoji: "🔥", video_timestamp: 12.5 });
    }
  });

  it.each([
    ["no emoji", {}],
    ["an empty emoji", { emoji: "" }],
    ["an emoji that is a number", { emoji: 5 }],
    ["a novel for an emoji", { emoji: "🔥".repeat(500) }],
    ["a timestamp that is text", { emoji: "🔥", video_timestamp: "12" }],
    ["a negative timestamp", { emoji: "🔥", video_timestamp: -1 }],
  ])("with %s is INVALID_COMMAND", async (_what, fields) => {
    const { viewer, everyone } = room;
    const silence = await Silence.among(everyone);
    viewer.send("reaction", fields);
    await viewer.expectError("INVALID_COMMAND");
    await silence.holds(viewer, "reaction");
  });

  it("is limited to 30 a minute and user", async () => {
    const { viewer, host } = room;
    const mark = host.mark();
    for (let count = 0; count < 31; count += 1) {
      viewer.send("reaction", { emoji: "👏", video_timestamp: count });
    }
    await viewer.expectError("RATE_LIMITED");
    await host.fence();
    expect(reactionsIn(host.since(mark))).toBe(30);
  });
});

describe("a batch of reactions", () => {
  const batch = (...counts: number[]) => ({
    reactions: counts.map((count, index) => ({ emoji: ["🔥", "👏", "😂"][index % 3], count })),
  });

  it("reaches everyone in full, and each reaction counts against the limit", async () => {
    const { viewer, host } = room;
    const mark = host.mark();
    viewer.send("reactions", batch(10, 15, 5));
    await viewer.fence();
    await host.fence();
    expect(reactionsIn(host.since(mark))).toBe(30);
    viewer.send("reaction", { emoji: "🔥", video_timestamp: 0 });
    await viewer.expectError("RATE_LIMITED");
  });

  it("over the limit is RATE_LIMITED", async () => {
    const { viewer } = room;
    viewer.send("reactions", batch(20, 11));
    await viewer.expectError("RATE_LIMITED");
  });

  it.each([
    ["no list", {}],
    ["an empty list", { reactions: [] }],
    ["an object for a list", { reactions: {} }],
    ["a count of zero", batch(0)],
    ["a negative count", batch(-3)],
    ["a fraction", batch(1.5)],
    ["no emoji", { reactions: [{ count: 1 }] }],
    ["text for an entry", { reactions: ["🔥"] }],
  ])("with %s is INVALID_COMMAND", async (_what, fields) => {
    const { viewer } = room;
    viewer.send("reactions", fields);
    await viewer.expectError("INVALID_COMMAND");
  });
});

describe("typing", () => {
  it("tells the others who is typing, and who no longer is", async () => {
    const { viewer, host, coHost } = room;
    for (const is_typing of [true, false]) {
      viewer.send("typing", { is_typing });
      for (const client of [host, coHost]) {
        await client.expect("typing", { user_id: viewer.user.id, is_typing });
      }
    }
  });

  it.each([[{}], [{ is_typing: "yes" }], [{ is_typing: 1 }], [{ is_typing: null }]])(
    "with %j is INVALID_COMMAND",
    async (fields) => {
      room.viewer.send("typing", fields);
      await room.viewer.expectError("INVALID_COMMAND");
    },
  );

  it("is a playback matter of nobody: the revision of the film stays", async () => {
    const { viewer, host } = room;
    const before = await host.fence();
    viewer.send("typing", { is_typing: true });
    await host.expect("typing");
    expect((await host.fence()).position_ms).toBe(before.position_ms);
  });
});
