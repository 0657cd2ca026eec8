// The eleven defects of the original server, each a test by name, with its number in the list of the protocol decisions.
import { describe, expect, it } from "vitest";
import { eventually } from "../harness/deadline";
import { expectStatus } from "../harness/http";
import { Scrape } from "../harness/metrics";
import { Party, Silence, gather } from "../harness/party";
import { RawConnection, upgradeRequest } from "../harness/raw_connection";
import { MatineeServer } from "../harness/server";
import { sharedServer } from "../harness/shared_server";
import { newUser } from "../harness/token";
import { OPCODE, closeCodeIn, encodeFrame } from "../harness/websocket_frame";

const shared = sharedServer();

describe("defect 1: authorised on the connection's party, applied to the party named in the body", () => {
  it("a command that names another party changes neither", async () => {
    const mine = await gather(shared.server);
    const theirs = await gather(shared.server);
    const silence = await Silence.among([...mine.everyone, ...theirs.everyone]);
    for (const [type, fields] of [["play", {}], ["seek", { position: 99 }], ["skip", { clip_id: "x" }], ["end", {}]] as const) {
      mine.host.send(type, { ...fields, party_id: theirs.party.id });
      await mine.host.expectError("INVALID_COMMAND");
      await silence.holds(mine.host, "play", "seek", "skip", "sync", "party-ended");
    }
  });
});

describe("defect 2: play and pause write back the stored position, so the time played is lost", () => {
  it("pausing and playing again goes on where the film was", async () => {
    const { host } = await gather(shared.server);
    host.send("seek", { position: 10 });
    let reached = 10_000;
    for (let round = 0; round < 3; round += 1) {
      host.send("play");
      const goal = reached + 150;
      await eventually(`the position passes ${goal} ms`, async () => (await host.fence()).position_ms > goal);
      host.send("pause");
      const paused = await host.expect("pause");
      expect(paused.position_ms).toBeGreaterThan(goal);
      reached = paused.position_ms;
    }
  });
});

describe("defect 3: the hub deadlocks on its own full broadcast channel", () => {
  it("bursts of commands from everybody, larger than any queue, are all dealt with", async () => {
    const { everyone, host, coHost } = await gather(shared.server);
    for (let count = 0; count < 2000; count += 1) {
      (count % 2 === 0 ? host : coHost).send("seek", { position: count });
    }
    for (const client of everyone) {
      await client.fence();
    }
    host.send("seek", { position: 4242 });
    await Promise.all(everyone.map((client) => client.expect("seek", { position: 4242 })));
  });
});

describe("defect 4: JSON encoded once per client", () => {
  it("everybody gets the very same bytes of an event", async () => {
    const { everyone, host } = await gather(shared.server);
    host.send("skip", { clip_id: "clip" });
    await Promise.all(everyone.map((client) => client.expect("skip")));
    const texts = everyone.map((client) => client.log.find((entry) => entry.event.type === "skip")?.raw);
    expect(new Set(texts).size).toBe(1);
  });
});

describe("defect 5: connections keyed by user", () => {
  it("a second tab evicts nobody, and its close removes nobody else", async () => {
    const { party, host, viewer } = await gather(shared.server);
    const second = await party.reenter(viewer.user);
    const mark = host.mark();
    host.send("seek", { position: 1 });
    await Promise.all([viewer, second].map((tab) => tab.expect("seek", { position: 1 })));
    await second.close();
    host.send("seek", { position: 2 });
    await viewer.expect("seek", { position: 2 });
    await host.refute("participant-left", mark);
    expect(await party.participant(viewer.user)).toMatchObject({ is_active: true });
  });
});

describe("defect 6: a full queue drops messages without a resync", () => {
  it("a client that reads again after a flood ends up right, or is told to reconnect; nobody waits for it", async () => {
    const { host, coHost, viewer } = await gather(shared.server);
    viewer.socket.pause();
    const title = "c".repeat(120);
    for (let count = 0; count < 12_000; count += 1) {
      host.send("skip", { clip_id: `${title}${count}` });
    }
    host.send("seek", { position: 777 });
    // On a busy machine this client is slow too, and gets the last state without the change that led to it.
    await coHost.expect("sync", { position: 777 }, 15_000);
    viewer.socket.resume();
    const outcome = await Promise.race([
      viewer.closed,
      eventually("the sleeper knows the last state", () => {
        const last = viewer.since(0).at(-1);
        return last?.position_ms === 777_000 && last.clip_id === `${title}11999` && last;
      }, 10_000),
    ]);
    if ("code" in outcome) {
      expect(outcome.code).toBe(4008);
    }
  });
});

describe("defect 7: socket and channel closed twice or never", () => {
  it("connections that end in every way at once leave the server well and nothing open", async () => {
    const party = await Party.create(shared.server, newUser(), { max_participants: 100 });
    const host = await party.reenter(party.host);
    const before = (await Scrape.of(shared.server)).sum("matinee_websocket_connections");
    const guests = await Promise.all(Array.from({ length: 24 }, (_, index) => party.enter(newUser(`Guest ${index}`))));
    await Promise.all(
      guests.map(async (guest, index) => {
        const ways = [
          () => guest.drop(),
          () => guest.close(),
          () => party.leave(guest.user),
          () => party.kick(guest.user),
          () => guest.sendRaw("x".repeat(20_000)),
          async () => Promise.all([party.kick(guest.user), party.leave(guest.user), guest.close()]),
        ];
        await ways[index % ways.length]?.();
        await guest.closed;
      }),
    );
    await host.fence();
    await eventually("nothing stays open", async () => (await Scrape.of(shared.server)).sum("matinee_websocket_connections") === before);
  });
});

describe("defect 8: two controllers race in an unlocked read-modify-write", () => {
  it("no change is lost and everybody sees the same last state", async () => {
    const { host, coHost, viewer, everyone } = await gather(shared.server);
    const start = (await viewer.fence()).revision;
    const mark = viewer.mark();
    for (let round = 0; round < 20; round += 1) {
      for (let count = 0; count < 5; count += 1) {
        host.send("seek", { position: round * 5 + count });
        coHost.send("skip", { clip_id: `clip-${round * 5 + count}` });
      }
      await host.fence();
      await coHost.fence();
      await viewer.fence();  // a reader that falls behind is told of several changes in one, which is not what this is about
    }
    const states = await Promise.all(everyone.map((client) => client.fence()));
    expect(new Set(states.map((state) => state.revision)).size).toBe(1);
    expect(new Set(states.map((state) => state.clip_id)).size).toBe(1);
    expect(states[0]?.revision).toBeGreaterThanOrEqual(start + 200);
    const revisions = viewer.since(mark).filter((event) => ["seek", "skip"].includes(event.type)).map((event) => event.revision);
    expect(new Set(revisions).size).toBe(200);
    expect(revisions).toEqual([...revisions].sort((a, b) => a - b));
  });
});

describe("defect 9: no read limit on the socket", () => {
  it("a frame that announces 2^62 bytes is closed with 1009 at its header", async () => {
    const party = await Party.create(shared.server, newUser());
    const connection = await RawConnection.to(shared.server);
    connection.write(upgradeRequest(`/api/v1/watch-parties/${party.id}/ws`, { Authorization: `Bearer ${party.host.token}` }));
    await connection.response();
    connection.write(encodeFrame({ opcode: OPCODE.text, declaredLength: 1n << 62n, payload: Buffer.from("{") }));
    await connection.closing();
    expect(closeCodeIn(connection.payload)).toBe(1009);
  });
});

describe("defect 10: the role is frozen at connect", () => {
  it("promotion and demotion reach an open connection", async () => {
    const { party, host, viewer } = await gather(shared.server);
    await party.setRole(viewer.user, "co-host");
    viewer.send("seek", { position: 11 });
    await host.expect("seek", { position: 11 });
    await party.setRole(viewer.user, "viewer");
    const silence = await Silence.among([host, viewer]);
    viewer.send("seek", { position: 12 });
    await silence.holds(viewer, "seek", "sync", "error");
  });

  it("a kick closes an open connection, and so does the end of the party", async () => {
    const { party, viewer, coHost } = await gather(shared.server);
    expectStatus(await party.kick(viewer.user), 204);
    await viewer.expectClose(4501);
    expectStatus(await party.end(), 204);
    await coHost.expectClose(4500);
  });
});

describe("defect 11: hubs are never freed", () => {
  it("the number of parties held goes back after ending and after everybody has left", async () => {
    // A server of its own: parties of other tests may leave memory at any time.
    const server = await MatineeServer.start();
    try {
      const parties = async (): Promise<number> => (await Scrape.of(server)).sum("matinee_parties_loaded");
      expect(await parties()).toBe(0);
      const rooms = await Promise.all([1, 2, 3].map(() => gather(server)));
      expect(await parties()).toBe(3);
      await rooms[0]?.party.end();
      for (const room of rooms.slice(1)) {
        for (const client of [...room.everyone].reverse()) {
          expectStatus(await room.party.leave(client.user), 204);
        }
      }
      await eventually("no party in memory", async () => (await parties()) === 0);
    } finally {
      await server.stop();
    }
  });
});
