// Files the binary serves: its page, and a media directory with ranges, as video elements ask for them. Nothing else.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { expectStatus, send } from "../harness/http";
import { RawConnection } from "../harness/raw_connection";
import { SETTING } from "../harness/settings";
import { sharedServer } from "../harness/shared_server";

const directory = mkdtempSync(join(tmpdir(), "matinee-media-"));
const media = join(directory, "media");
const film = Array.from({ length: 1000 }, (_, index) => String(index % 10)).join("");
mkdirSync(media);
writeFileSync(join(media, "film.mp4"), film);
writeFileSync(join(directory, "secret.txt"), "root:secret");
symlinkSync(join(directory, "secret.txt"), join(media, "link.mp4"));
afterAll(() => rmSync(directory, { recursive: true }));

const shared = sharedServer({ settings: { [SETTING.mediaDirectory]: media } });
const get = (path: string, headers: Record<string, string> = {}) => send(shared.server, "GET", path, { headers });

describe("the page", () => {
  it("is served at the root as HTML that may not be framed or sniffed", async () => {
    const page = expectStatus(await get("/"), 200);
    expect(page.headers["content-type"]).toMatch(/^text\/html/);
    expect(page.headers["x-content-type-options"]).toBe("nosniff");
    expect(page.text).toContain("<html");
  });

  it("sends its scripts compressed to who takes that, and the same script either way", async () => {
    const [, script] = /<script[^>]* src="([^"]+)"/.exec((await get("/")).text) ?? [];
    const plain = expectStatus(await get(script!), 200);
    const packed = expectStatus(await get(script!, { "Accept-Encoding": "br, gzip" }), 200);
    expect(packed.headers["content-encoding"]).toBe("gzip");
    expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 2);
    expect(gunzipSync(packed.bytes).equals(plain.bytes)).toBe(true);
    for (const { headers } of [plain, packed]) expect(headers["vary"]).toContain("Accept-Encoding");
    expect(packed.headers["etag"]).not.toBe(plain.headers["etag"]);
    expectStatus(await get(script!, { "Accept-Encoding": "gzip", "If-None-Match": packed.headers["etag"]! }), 304);
  });
});

describe("a film", () => {
  it("is served whole, and says that it can be had in parts", async () => {
    const whole = expectStatus(await get("/media/film.mp4"), 200);
    expect(whole.text).toBe(film);
    expect(whole.headers["accept-ranges"]).toBe("bytes");
    expect(whole.headers["content-type"]).toBe("video/mp4");
  });

  it.each([
    ["bytes=0-99", 0, 99],
    ["bytes=990-", 990, 999],
    ["bytes=-10", 990, 999],
    ["bytes=500-5000", 500, 999],
    ["bytes=999-999", 999, 999],
  ])("is served in part for Range: %s", async (Range, first, last) => {
    const part = expectStatus(await get("/media/film.mp4", { Range }), 206);
    expect(part.text).toBe(film.slice(first, last + 1));
    expect(part.headers["content-range"]).toBe(`bytes ${first}-${last}/1000`);
  });

  it.each(["bytes=1000-", "bytes=5000-6000"])("answers 416 to Range: %s", async (Range) => {
    const refused = expectStatus(await get("/media/film.mp4", { Range }), 416);
    expect(refused.headers["content-range"]).toBe("bytes */1000");
  });

  it.each(["bytes=abc", "lines=1-2", "bytes=9-1", "bytes=18446744073709551616-"])("ignores or refuses Range: %s", async (Range) => {
    expect([200, 400, 416]).toContain((await get("/media/film.mp4", { Range })).status);
  });
});

describe("nothing else", () => {
  it.each([
    "/media/../secret.txt",
    "/media/..%2fsecret.txt",
    "/media/%2e%2e/secret.txt",
    "/media/%2e%2e%2fsecret.txt",
    "/media/....//secret.txt",
    "/media/..\\secret.txt",
    "/media/film.mp4%00.txt",
    "/../../../../../../etc/passwd",
    "/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "//etc/passwd",
    "/media//etc/passwd",
    "/media/link.mp4",
    "/media/",
    "/media",
    "/matinee.db",
  ])("is served for %s", async (path) => {
    const connection = await RawConnection.to(shared.server);
    connection.write(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    await connection.closing();
    expect(connection.received).not.toContain("root:");
    expect(connection.responses[0]?.status).toBeGreaterThanOrEqual(400);
    expect(connection.responses[0]?.status).toBeLessThan(500);
  });
});
