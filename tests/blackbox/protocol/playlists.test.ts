// Playlists: one's own, shared ones, and parties that begin with them; and what clips show of themselves.
import { describe, expect, it } from "vitest";
import { expectProblem, expectStatus, send } from "../harness/http";
import { PARTIES, Party } from "../harness/party";
import { sharedServer } from "../harness/shared_server";
import { type User, newUser } from "../harness/token";

const shared = sharedServer();
const PLAYLISTS = "/api/v1/playlists";
const url = "https://videos.example/film.mp4";

const call = (method: string, path: string, as: User | undefined, body?: unknown) =>
  send(shared.server, method, path, { ...(as ? { as } : {}), ...(body === undefined ? {} : { body }) });

async function newClip(title: string, fields: Record<string, unknown> = {}): Promise<any> {
  return expectStatus(await call("POST", "/api/v1/clips", newUser(), { title, url, ...fields }), 201).json;
}
async function newPlaylist(owner: User, fields: Record<string, unknown> = {}): Promise<any> {
  return expectStatus(await call("POST", PLAYLISTS, owner, { title: "Friday", ...fields }), 201).json;
}

describe("a playlist", () => {
  it("is created, read, listed, changed and deleted by its owner", async () => {
    const owner = newUser();
    const clip = await newClip("Film", { duration_ms: 1000 });
    const created = await newPlaylist(owner, { clip_ids: [clip.id, "a-platforms-own"] });
    expect(created).toMatchObject({ title: "Friday", shared: false, own: true, revision: 1 });
    const { captions: _, ...listed } = clip;
    expect(created.clips).toEqual([
      listed,
      { id: "a-platforms-own", title: null, url: null, duration_ms: null, created_at: null, thumbnail_url: null },
    ]);
    const path = `${PLAYLISTS}/${created.id}`;
    expect(expectStatus(await call("GET", path, owner), 200).json).toEqual(created);
    const changed = await call("PATCH", path, owner, { title: "Saturday", clip_ids: ["b", clip.id, "b"], revision: 1 });
    expect(expectStatus(changed, 200).json).toMatchObject({ title: "Saturday", revision: 2, clips: [{ id: "b" }, { id: clip.id }, { id: "b" }] });
    const { playlists } = expectStatus(await call("GET", PLAYLISTS, owner), 200).json;
    expect(playlists).toMatchObject([{ id: created.id, title: "Saturday", clip_count: 3, shared: false, revision: 2 }]);
    expectStatus(await call("DELETE", path, owner), 204);
    expectProblem(await call("GET", path, owner), 404, "NOT_FOUND");
    expectProblem(await call("DELETE", path, owner), 404, "NOT_FOUND");
  });

  it("is nobody else's business until it is shared, and never theirs to change", async () => {
    const owner = newUser();
    const other = newUser();
    const { id } = await newPlaylist(owner);
    const path = `${PLAYLISTS}/${id}`;
    expectProblem(await call("GET", path, other), 404, "NOT_FOUND");
    expectProblem(await call("PATCH", path, other, { title: "Mine" }), 404, "NOT_FOUND");
    expectStatus(await call("PATCH", path, owner, { shared: true }), 200);
    expect(expectStatus(await call("GET", path, other), 200).json).toMatchObject({ title: "Friday", own: false });
    expectProblem(await call("PATCH", path, other, { title: "Mine" }), 403, "FORBIDDEN");
    expectProblem(await call("DELETE", path, other), 404, "NOT_FOUND");
    expect(expectStatus(await call("GET", PLAYLISTS, other), 200).json).toEqual({ playlists: [] });
    expectProblem(await call("GET", path, undefined), 401);
  });

  it("is not overwritten by a change that rests on an older one", async () => {
    const owner = newUser();
    const { id } = await newPlaylist(owner);
    expectStatus(await call("PATCH", `${PLAYLISTS}/${id}`, owner, { title: "One", revision: 1 }), 200);
    expectProblem(await call("PATCH", `${PLAYLISTS}/${id}`, owner, { title: "Two", revision: 1 }), 409, "CONFLICT");
    expect((await call("GET", `${PLAYLISTS}/${id}`, owner)).json.title).toBe("One");
  });

  it.each([
    [{}, "title"],
    [{ title: "" }, "title"],
    [{ title: "x".repeat(201) }, "title"],
    [{ title: "Friday", clip_ids: "a" }, "clip_ids"],
    [{ title: "Friday", clip_ids: ["a", ""] }, "clip_ids"],
    [{ title: "Friday", clip_ids: new Array(501).fill("a") }, "clip_ids"],
    [{ title: "Friday", shared: "yes" }, "shared"],
  ])("%j is refused, saying what is wrong", async (body, named) => {
    expect(expectProblem(await call("POST", PLAYLISTS, newUser(), body), 400, "INVALID_REQUEST").json.detail).toContain(named);
  });

  it("has room for 500 clips", async () => {
    expect((await newPlaylist(newUser(), { clip_ids: new Array(500).fill("a") })).clips).toHaveLength(500);
  });
});

describe("a party", () => {
  it("begins with the playlist it was created with", async () => {
    const host = newUser();
    const first = await newClip("First", { duration_ms: 60_000 });
    const { id } = await newPlaylist(host, { clip_ids: [first.id, "second", "third"] });
    const party = await Party.create(shared.server, host, { playlist_id: id });
    expect(await party.details()).toMatchObject({ playlist_id: id, current_clip_id: first.id, is_playing: false });
    const queue = expectStatus(await party.request("GET", "/queue", { as: host }), 200).json;
    expect(queue).toMatchObject({ current: { clip_id: first.id, title: "First" }, total: 2 });
    expect(queue.items.map((item: any) => item.clip_id)).toEqual(["second", "third"]);
  });

  it("takes a playlist it may not read for a platform's own id", async () => {
    const { id } = await newPlaylist(newUser(), { clip_ids: ["a"] });
    for (const playlist_id of [id, "a-platforms-own"]) {
      const host = newUser();
      const created = await call("POST", PARTIES, host, { title: "Friday", playlist_id });
      expect(expectStatus(created, 201).json.playlist_id).toBe(playlist_id);
      const queue = await call("GET", `${PARTIES}/${created.json.id}/queue`, host);
      expect(queue.json).toMatchObject({ total: 0, current: null, revision: 0 });
    }
  });

  it("gets a shared playlist into its queue, and not one that is another's alone", async () => {
    const owner = newUser();
    const host = newUser();
    const party = await Party.create(shared.server, host);
    const { id } = await newPlaylist(owner, { clip_ids: ["a", "b"] });
    const add = () => party.request("POST", "/queue", { as: host, body: { playlist_id: id } });
    expectProblem(await add(), 404, "NOT_FOUND");
    await call("PATCH", `${PLAYLISTS}/${id}`, owner, { shared: true });
    expect(expectStatus(await add(), 201).json.item_ids).toHaveLength(2);
    await call("PATCH", `${PLAYLISTS}/${id}`, owner, { clip_ids: [] });
    expectProblem(await add(), 409, "CONFLICT");
  });
});

describe("a clip", () => {
  const captions = [{ url: "/media/film.de.vtt", language: "de", label: "Deutsch" }];

  it("shows its thumbnail and captions", async () => {
    const clip = await newClip("Film", { thumbnail_url: "https://videos.example/film.jpg", captions });
    expect(clip).toMatchObject({ thumbnail_url: "https://videos.example/film.jpg", captions });
    expect((await call("GET", `/api/v1/clips/${clip.id}`, newUser())).json).toEqual(clip);
  });

  it.each([
    [{ thumbnail_url: "javascript:alert(1)" }, "thumbnail_url"],
    [{ captions: {} }, "captions"],
    [{ captions: [{ url: "ftp://x/y", language: "de", label: "Deutsch" }] }, "captions"],
    [{ captions: [{ url: "/x", language: "", label: "Deutsch" }] }, "language"],
    [{ captions: [{ url: "/x", language: "de" }] }, "label"],
    [{ captions: new Array(33).fill(captions[0]) }, "captions"],
  ])("%j is refused, saying what is wrong", async (fields, named) => {
    const refused = await call("POST", "/api/v1/clips", newUser(), { title: "Film", url, ...fields });
    expect(expectProblem(refused, 400, "INVALID_REQUEST").json.detail).toContain(named);
  });
});
