// A party whose members are on different servers: everyone is told everything, once, in one order; who may do what, who is
// there and how often somebody may do something hold as on one server.
import { describe, expect, it } from "vitest";
import { gatherApart, insistOnOneOrder } from "../harness/apart";
import { at, sharedCluster } from "../harness/cluster";
import { eventually } from "../harness/deadline";
import { expectProblem, expectStatus, send } from "../harness/http";
import { Party, Silence } from "../harness/party";
import { PartyClient, UpgradeRefused } from "../harness/party_client";
import { newUser } from "../harness/token";

const shared = sharedCluster(3);

const said = (message: string) => ({ chat_message: { message } });

describe("a party over three servers", () => {
  it("tells everyone every change once, in one order, without gaps", async () => {
    await insistOnOneOrder(await gatherApart(shared.cluster));
  });

  it("carries chat, reactions and typing from every server to every other", async () => {
    const { viewer, coHost, everyone } = await gatherApart(shared.cluster);
    viewer.send("chat", { message: "from the third" });
    coHost.send("reaction", { emoji: "🎉", video_timestamp: 1 });
    coHost.send("typing", { is_typing: true });
    for (const client of everyone) {
      await client.expect("chat_message", said("from the third"));
      await client.expect("reaction");
      await client.expect("typing", { user_id: coHost.user.id });
    }
  });

  it("keeps viewers from the controls, and errors to those who made them", async () => {
    const { viewer, host, coHost, everyone } = await gatherApart(shared.cluster);
    const silence = await Silence.among(everyone);
    viewer.send("seek", { position: 500 });
    viewer.send("chat", { message: "" });
    await viewer.expectError("INVALID_COMMAND");
    await silence.holds(viewer, "seek", "chat_message");
    await host.refute("error", 0);
    await coHost.refute("error", 0);
  });

  it("answers every request at every server", async () => {
    const { party, viewer } = await gatherApart(shared.cluster);
    const views: unknown[] = [];
    for (const server of shared.cluster.servers) {
      const { server_time_ms: _now, ...view } = await at(server, party).details(viewer.user);
      views.push(view);
      expect((await at(server, party).participants(viewer.user)).map((one) => one.user_id)).toHaveLength(3);
    }
    expect(views[1]).toEqual(views[0]);
    expect(views[2]).toEqual(views[0]);
  });

  it("takes one who is kicked off their server", async () => {
    const { party, viewer, host, coHost } = await gatherApart(shared.cluster);
    expectStatus(await at(shared.cluster.servers[1]!, party).kick(viewer.user), 204);
    await viewer.expectClose(4501);
    await host.expect("participant-left", (event) => event.participant.user_id === viewer.user.id);
    await coHost.expect("participant-left", (event) => event.participant.user_id === viewer.user.id);
    expectProblem(await at(shared.cluster.servers[2]!, party).tryJoin(viewer.user), 403, "KICKED");
  });

  it("ends on all of them", async () => {
    const { party, everyone } = await gatherApart(shared.cluster);
    expectStatus(await at(shared.cluster.servers[2]!, party).end(), 204);
    for (const client of everyone) {
      await client.expectClose(4500);
    }
  });

  it("counts a user's tabs on two servers as one participant", async () => {
    const { party, viewer, host } = await gatherApart(shared.cluster);
    const tab = await at(shared.cluster.servers[0]!, party).reenter(viewer.user);
    const silence = await Silence.among([host]);
    await viewer.close();
    await silence.holds(tab, "participant-left");
    expect((await party.participant(viewer.user)).is_active).toBe(true);
    await tab.close();
    await host.expect("participant-left", (event) => event.participant.user_id === viewer.user.id);
  });

  it("lets each user say ten things a minute, wherever they say them", async () => {
    const { party, viewer } = await gatherApart(shared.cluster);
    const tab = await at(shared.cluster.servers[1]!, party).reenter(viewer.user);
    for (let i = 0; i < 5; i += 1) {
      viewer.send("chat", { message: `here ${i}` });
      tab.send("chat", { message: `there ${i}` });
    }
    await viewer.expect("chat_message", said("here 4"));
    await viewer.expect("chat_message", said("there 4"));
    tab.send("chat", { message: "one too many" });
    await tab.expectError("RATE_LIMITED");
  });
});

describe("what a server hands out, all of them know", () => {
  it("a ticket opens one socket, at any server", async () => {
    const { party, viewer } = await gatherApart(shared.cluster);
    const [first, second] = shared.cluster.servers;
    const ticket = expectStatus(await party.request("POST", "/ws-ticket", { as: viewer.user }), 201).json.ticket;
    const options = { token: null, protocols: ["matinee.v1", `ticket.${ticket}`] };
    const opened = await PartyClient.connect(second!, viewer.user, party.id, options);
    await opened.fence();
    for (const server of [first!, second!]) {
      const again = await PartyClient.connect(server, viewer.user, party.id, options).catch((error: unknown) => error);
      expect(again).toBeInstanceOf(UpgradeRefused);
      expect((again as UpgradeRefused).status).toBe(401);
    }
  });

  it("a guest admitted by one is known to the others", async () => {
    const [first, second] = shared.cluster.servers;
    const guest = expectStatus(await send(first!, "POST", "/api/v1/session/guest", { body: { display_name: "Gus" } }), 201);
    const headers = { Authorization: `Bearer ${guest.json.token}` };
    expectStatus(await send(second!, "GET", "/api/v1/session", { headers }), 200);
  });

  it("a join that is passed on counts once", async () => {
    const user = newUser("Joe");
    const [first, second] = shared.cluster.servers;
    const party = await Party.create(first!, newUser("Hanna"));
    await party.reenter(party.host);
    for (let i = 0; i < 30; i += 1) {
      expectStatus(await at(second!, party).tryJoin(user), 200);
    }
    expectProblem(await at(second!, party).tryJoin(user), 429, "RATE_LIMITED");
  });
});

describe("time", () => {
  it("is the same on all servers", async () => {
    const { everyone } = await gatherApart(shared.cluster);
    const offsets: number[] = [];
    for (const client of everyone) {
      offsets.push(await eventually("a quick answer to time-sync", () => offsetOf(client)));
    }
    expect(Math.max(...offsets) - Math.min(...offsets)).toBeLessThan(15);
  });
});

/** The server's clock ahead of this process's, if the answer came soon enough to tell. */
async function offsetOf(client: PartyClient): Promise<number | false> {
  const t0 = Date.now();
  client.send("time-sync", { t0 });
  const answer = await client.expect("time-sync", { t0 });
  const t3 = Date.now();
  return t3 - t0 <= 10 && (answer.t1 + answer.t2) / 2 - (t0 + t3) / 2;
}
