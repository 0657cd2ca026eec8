// A disk that is full or fails while the server runs: commands fail with a clear error, nothing is told that isn't
// stored, the server says it isn't ready, and it recovers by itself when the disk does.
import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { eventually } from "../harness/deadline";
import { expectProblem, expectStatus, send } from "../harness/http";
import { seek, seekUntilRefused } from "../harness/outage";
import { PARTIES, gather } from "../harness/party";
import { MatineeServer } from "../harness/server";
import { newUser } from "../harness/token";

/** A way to make a server's writes fail and succeed again. */
interface Sabotage {
  readonly server: MatineeServer;
  breakDisk(): void;
  repairDisk(): void;
  cleanUp(): void;
}

/** Writes fail with EFBIG: the file size limit of the running process is set to nothing, and lifted again. */
async function failingWrites(): Promise<Sabotage> {
  const directory = mkdtempSync(join(tmpdir(), "matinee-failing-disk-"));
  const server = await MatineeServer.start({ data: directory });  // not on PostgreSQL, which writes by itself
  const limit = (soft: string) => execFileSync("prlimit", ["--pid", String(server.processId), `--fsize=${soft}:`]);
  return {
    server,
    breakDisk: () => limit("0"),
    repairDisk: () => limit("unlimited"),
    cleanUp: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** Writes fail with ENOSPC: the data directory is a small file system of its own, filled up and emptied again. */
async function fullDisk(): Promise<Sabotage> {
  const directory = mkdtempSync(join(tmpdir(), "matinee-small-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=16m", "tmpfs", directory], { stdio: "ignore" });
  } catch {
    // Mounting takes privileges; without them the process's own limit stands in for the disk.
    rmSync(directory, { recursive: true });
    return failingWrites();
  }
  const filler = join(directory, "filler");
  return {
    server: await MatineeServer.start({ data: directory }),
    breakDisk: () => fill(filler),
    repairDisk: () => unlinkSync(filler),
    cleanUp: () => {
      execFileSync("umount", ["-l", directory]);
      rmSync(directory, { recursive: true });
    },
  };
}

function fill(path: string): void {
  const file = openSync(path, "w");
  for (const size of [1 << 16, 1 << 12]) {
    const block = Buffer.alloc(size, "x");
    try {
      for (;;) {
        writeSync(file, block);
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") {
        throw error;
      }
    }
  }
  closeSync(file);
}

describe.each([
  ["a full disk", fullDisk],
  ["writes that fail", failingWrites],
])("%s", (_what, sabotage) => {
  it("fails commands clearly, tells nothing that isn't stored, and is got over without help", async () => {
    const disk = await sabotage();
    const { server } = disk;
    try {
      const { party, host, viewer } = await gather(server);
      disk.breakDisk();
      const stored = await seekUntilRefused(host);

      expect(await seek(host, 20_000)).toBe("refused");
      await eventually("not ready", async () => (await send(server, "GET", "/readyz")).status === 503);
      expectStatus(await send(server, "GET", "/healthz"), 200);
      const refused = await send(server, "POST", PARTIES, { as: newUser(), body: { title: "t" } });
      expectProblem(refused, 503, "STORAGE_UNAVAILABLE");

      disk.repairDisk();
      await eventually("ready again", async () => (await send(server, "GET", "/readyz")).status === 200, 10_000);
      await eventually("a seek is taken again", async () => (await seek(host, 30_000)) === "told");
      await viewer.expect("seek", { position: 30_000 });
      const told = viewer.since(0, "seek").map((event) => event.position);
      expect(told).toEqual([...Array.from({ length: stored }, (_, index) => index + 1), 30_000]);
      await server.killAndRestart();
      expect(await (await party.reenter(viewer.user)).fence()).toMatchObject({ position: 30_000 });
      await server.stop();
    } finally {
      server.signal("SIGKILL");
      disk.cleanUp();
    }
  });
});
