// A party's settings: given at its creation, changed by its host over HTTP and over the socket, told to everyone.
import { beforeEach, describe, expect, it } from "vitest";
import { expectProblem, expectStatus, send } from "../harness/http";
import { type Gathering, PARTIES, Party, Silence, gather } from "../harness/party";
import { sharedServer } from "../harness/shared_server";
import { newUser } from "../harness/token";

const shared = sharedServer();
const defaults = {
  waiting: "off",
  resume_after_seek: false,
  chat: "everyone",
  slow_mode_ms: 0,
  queue_by: "hosts",
  vote_skip_percent: 50,
  control_by: "hosts",
  locked: false,
  approval: false,
  has_password: false,
};
let room: Gathering;
beforeEach(async () => {
  room = await gather(shared.server);
});

describe("at creation", () => {
  const create = (settings: unknown) =>
    send(shared.server, "POST", PARTIES, { as: newUser(), body: { title: "Friday", settings } });

  it("they are the defaults unless said otherwise", async () => {
    expect(expectStatus(await create(undefined), 201).json.settings).toEqual(defaults);
    expect(expectStatus(await create(null), 201).json.settings).toEqual(defaults);
    expect(expectStatus(await create({}), 201).json.settings).toEqual(defaults);
    expect(expectStatus(await create({ waiting: "quorum" }), 201).json.settings).toEqual({
      ...defaults,
      waiting: "quorum",
    });
  });

  it.each([
    ["everyone"],
    [{ waiting: "all" }],
    [{ waiting: 1 }],
    [{ resume_after_seek: "yes" }],
    [{ chat: "nobody" }],
    [{ slow_mode_ms: -1 }],
    [{ queue_by: "all" }],
    [{ vote_skip_percent: 101 }],
  ])(
    "%j is refused, saying what is wrong",
    async (settings) => {
      expect(expectProblem(await create(settings), 400, "INVALID_REQUEST").json.detail).toMatch(/"settings"/);
    },
  );

  it("they are shown with the party and in the answer to a sync-request", async () => {
    const party = await Party.create(shared.server, newUser(), { settings: { waiting: "host" } });
    const settings = { ...defaults, waiting: "host" };
    expect((await party.details()).settings).toEqual(settings);
    expect((await (await party.reenter(party.host)).fence()).settings).toEqual(settings);
  });
});

describe("changed over HTTP", () => {
  const change = (body: unknown, as = room.party.host) => room.party.request("PATCH", "/settings", { as, body });

  it("answers with all of them and tells everyone who did it", async () => {
    expectStatus(await change({ resume_after_seek: true }), 200);
    const answer = expectStatus(await change({ waiting: "everyone" }), 200);
    const settings = { ...defaults, waiting: "everyone", resume_after_seek: true };
    expect(answer.json).toEqual(settings);
    for (const client of room.everyone) {
      const event = await client.expect("settings-changed", { settings });
      expect(event.by).toEqual({ user_id: room.party.host.id, display_name: "Hanna" });
      expect(event.changed).toEqual(["waiting"]);
    }
    expect((await room.party.details(room.viewer.user)).settings).toEqual(settings);
  });

  it("is for the host alone", async () => {
    const silence = await Silence.among(room.everyone);
    expectProblem(await change({ waiting: "host" }, room.coHost.user), 403, "UNAUTHORIZED_COMMAND");
    expectProblem(await change({ waiting: "host" }, newUser()), 403, "NOT_PARTICIPANT");
    await silence.holds(room.host, "settings-changed");
  });

  it.each([
    [{ waiting: "always" }],
    [{ waiting: true }],
    [{ resume_after_seek: 1 }],
    [{ chat: true }],
    [{ slow_mode_ms: 0.5 }],
    [{ queue_by: true }],
    [{ vote_skip_percent: 0.5 }],
    [{ control_by: "viewers" }],
    [{ control_by: 1 }],
    [{ locked: "yes" }],
    [[]],
  ])(
    "%j is refused",
    async (body) => {
      expectProblem(await change(body), 400, "INVALID_REQUEST");
      expect((await room.party.details()).settings).toEqual(defaults);
    },
  );

  it("to what they are already is told to nobody", async () => {
    const silence = await Silence.among(room.everyone);
    expect(expectStatus(await change({ waiting: "off" }), 200).json).toEqual(defaults);
    expect(expectStatus(await change({}), 200).json).toEqual(defaults);
    await silence.holds(room.host, "settings-changed");
  });
});

describe("changed over the socket", () => {
  it("tells everyone", async () => {
    room.host.send("settings", { waiting: "quorum" });
    for (const client of room.everyone) {
      await client.expect("settings-changed", { settings: { ...defaults, waiting: "quorum" } });
    }
  });

  it("is for the host alone, and a management command for the others", async () => {
    room.coHost.send("settings", { waiting: "quorum" });
    await room.coHost.expectError("UNAUTHORIZED_COMMAND");
    room.viewer.send("settings", { waiting: "quorum" });
    await room.viewer.expectError("UNAUTHORIZED_COMMAND");
  });

  it("with a wrong value is INVALID_COMMAND, naming it", async () => {
    room.host.send("settings", { waiting: "sometimes" });
    expect((await room.host.expectError("INVALID_COMMAND")).message).toContain("waiting");
  });
});

describe("resume_after_seek", () => {
  it("lets a playing film go on where a seek does not say", async () => {
    const { host, viewer } = room;
    host.send("settings", { resume_after_seek: true });
    host.send("skip", { clip_id: "clip" });
    host.send("seek", { position: 60 });
    const seek = await viewer.expect("seek");
    expect(seek).toMatchObject({ is_playing: true, position: 60 });
    host.send("seek", { position: 30, resume: false });
    expect(await viewer.expect("seek")).toMatchObject({ is_playing: false, position: 30 });
    host.send("seek", { position: 10 });
    expect(await viewer.expect("seek")).toMatchObject({ is_playing: false, position: 10 });
  });
});

describe("who may control", () => {
  const settings = (body: unknown) => room.party.request("PATCH", "/settings", { as: room.party.host, body });

  it("is the host alone, host and co-hosts, or everyone", async () => {
    room.host.send("skip", { clip_id: "clip" });
    for (const client of room.everyone) await client.expect("skip");
    expectStatus(await settings({ control_by: "everyone" }), 200);
    room.viewer.send("pause");
    expect((await room.host.expect("pause")).by.user_id).toBe(room.viewer.user.id);
    expectStatus(await settings({ control_by: "host" }), 200);
    const silence = await Silence.among(room.everyone);
    room.coHost.send("play");
    room.viewer.send("play");
    await silence.holds(room.coHost, "play");
    await silence.holds(room.viewer, "play");
    room.host.send("play");
    await room.viewer.expect("play");
  });

  it("is not gone round by the queue", async () => {
    expectStatus(await settings({ control_by: "host" }), 200);
    for (const clip_id of ["clip", "next"]) room.coHost.send("queue-add", { clip_id });
    await room.coHost.expect("queue-changed", { queue_revision: 2 });
    const silence = await Silence.among(room.everyone);
    room.coHost.send("queue-play");
    await room.coHost.expectError("UNAUTHORIZED_COMMAND");
    await silence.holds(room.host, "skip", "queue-changed");
    room.host.send("queue-play");
    await room.viewer.expect("skip", { clip_id: "next" });
  });
});

describe("control asked for", () => {
  it("is told to everyone, once in a while, and given by a promotion", async () => {
    room.viewer.send("ask-control");
    for (const client of room.everyone) {
      const { by } = await client.expect("control-asked");
      expect(by).toEqual({ user_id: room.viewer.user.id, display_name: "Vic" });
    }
    room.viewer.send("ask-control");
    const refused = await room.viewer.expect("error", { code: "RATE_LIMITED" });
    expect(refused.retry_after_ms).toBeGreaterThan(0);
    await room.party.setRole(room.viewer.user, "co-host");
    await room.viewer.expect("role-changed", { user_id: room.viewer.user.id, role: "co-host" });
    const silence = await Silence.among(room.everyone);
    room.viewer.send("ask-control");
    await silence.holds(room.viewer, "control-asked", "error");
  });
});

describe("a locked party", () => {
  it("lets nobody new in, by code or id, and everyone back who has a seat", async () => {
    const party = await Party.create(shared.server, newUser(), { visibility: "public" });
    const guest = newUser();
    await party.join(guest);
    expectStatus(await party.request("PATCH", "/settings", { as: party.host, body: { locked: true } }), 200);
    for (const way of [party.code, party.id]) {
      expectProblem(await party.tryJoin(newUser(), way), 403, "FORBIDDEN");
      expectStatus(await party.tryJoin(guest, way), 200);
    }
    expectStatus(await party.request("PATCH", "/settings", { as: party.host, body: { locked: false } }), 200);
    expectStatus(await party.tryJoin(newUser()), 200);
  });
});
