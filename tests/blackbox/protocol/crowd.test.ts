// Additions for parties of many: presence and reactions as counts, rosters by page.
import { beforeEach, describe, expect, it } from "vitest";
import { expectStatus } from "../harness/http";
import { Party } from "../harness/party";
import type { PartyClient } from "../harness/party_client";
import { SETTING } from "../harness/settings";
import { sharedServer } from "../harness/shared_server";
import { newUser } from "../harness/token";

/** Connections that are still told one by one. */
const CROWD = 3;
const PAGE = 4;
const WATCHERS = 8;

const shared = sharedServer({
  settings: {
    [SETTING.crowdSize]: String(CROWD),
    [SETTING.crowdInterval]: "200ms",
    [SETTING.rosterPage]: String(PAGE),
  },
});
let party: Party;
let host: PartyClient;
let watchers: PartyClient[];

beforeEach(async () => {
  party = await Party.create(shared.server, newUser("Hanna"));
  host = await party.reenter(party.host);
  for (let n = 0; n < CROWD; ++n) await party.enter(newUser(`Early ${n}`));
  const mark = host.mark();
  watchers = [];
  for (let n = 0; n < WATCHERS; ++n) watchers.push(await party.enter(newUser(`Watcher ${n}`)));
  await host.refute("participant-joined", mark);
});

const total = 1 + CROWD + WATCHERS;

describe("a party of many", () => {
  it("hears of arrivals in counts that end at who is connected", async () => {
    const presence = await host.expect("presence", { connected: total });
    expect(presence.joined).toBeGreaterThan(0);
    expect(presence.joined_sample[0]).toMatchObject({ role: "viewer" });
    expect(presence).toHaveProperty("is_playing");
    expect(presence).toHaveProperty("position");
  });

  it("hears of departures in counts too, and of its co-hosts by name", async () => {
    await host.expect("presence", { connected: total });
    expectStatus(await party.setRole(watchers[0].user, "co-host"), 200);
    await watchers[1].close();
    await watchers[0].close();
    await host.expect("participant-left", { participant: { user_id: watchers[0].user.id } });
    const presence = await host.expect("presence", { left: 1 });
    expect(presence.left_sample[0].user_id).toBe(watchers[1].user.id);
  });

  it("hears of a kick by name", async () => {
    expectStatus(await party.kick(watchers[2].user), 204);
    await host.expect("participant-left", { reason: "kicked", participant: { user_id: watchers[2].user.id } });
  });

  it("sees everyone's reactions summed up", async () => {
    for (const watcher of watchers) watcher.send("reaction", { emoji: "🔥", video_timestamp: 12 });
    let seen = 0;
    while (seen < WATCHERS) {
      const reactions = await host.expect("reactions", { user_id: null });
      expect(reactions.reactions).toEqual([{ emoji: "🔥", count: reactions.total }]);
      seen += reactions.total;
    }
    expect(seen).toBe(WATCHERS);
  });

  it("lists the host, the asker and a page in the answer to a sync-request, and counts all", async () => {
    const asker = watchers[5];
    asker.send("sync-request");
    const answer = await asker.expect("sync", { participant_count: total });
    const listed = answer.participants.map((one: { user_id: string }) => one.user_id);
    expect(listed).toContain(asker.user.id);
    expect(listed).toContain(party.host.id);
    expect(listed.length).toBeLessThanOrEqual(PAGE + 2);
  });
});

describe("the list of participants", () => {
  it("is read page by page, everyone once", async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const query: string = `?limit=5${after === null ? "" : `&after=${encodeURIComponent(after)}`}`;
      const page = expectStatus(await party.request("GET", `/participants${query}`, { as: party.host }), 200).json;
      expect(page.participant_count).toBe(total);
      seen.push(...page.participants.map((one: { user_id: string }) => one.user_id));
      after = page.next;
    } while (after !== null);
    expect(new Set(seen).size).toBe(total);
    expect(seen.length).toBe(total);
  });

  it("is whole without parameters, as the specification has it", async () => {
    const list = expectStatus(await party.request("GET", "/participants", { as: party.host }), 200).json;
    expect(list.participants).toHaveLength(total);
    expect(list.next).toBeNull();
  });

  it.each(["limit=0", "limit=1001", "limit=many", "after="])("refuses ?%s and says why", async (query) => {
    const refused = await party.request("GET", `/participants?${query}`, { as: party.host });
    expect(refused.status).toBe(400);
    expect(refused.json).toMatchObject({ code: "INVALID_REQUEST" });
    expect(refused.json.detail).toContain(query.split("=")[0]);
  });
});
