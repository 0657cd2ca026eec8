// PostgreSQL that is stopped, crashes or no longer answers while a party runs on it: commands fail with a clear error,
// nothing told is lost, the server says it isn't ready, and recovers by itself when the database does. And at the start.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runBinary } from "../harness/command";
import { duration, eventually, scaled } from "../harness/deadline";
import { expectProblem, expectStatus, send } from "../harness/http";
import { seek, seekUntilRefused } from "../harness/outage";
import { PARTIES, Party, gather } from "../harness/party";
import { PostgresqlServer, query } from "../harness/postgresql";
import { MatineeServer } from "../harness/server";
import { SETTING } from "../harness/settings";
import { newUser } from "../harness/token";

let postgresql: PostgresqlServer;
const directory = mkdtempSync(join(tmpdir(), "matinee-database-"));

beforeAll(async () => {
  postgresql = await PostgresqlServer.start();
}, scaled(60_000));
afterAll(async () => {
  rmSync(directory, { recursive: true, force: true });
  await postgresql.close();
}, scaled(60_000));

const settings = { [SETTING.storageTimeout]: duration(1000) };

async function startServer(): Promise<MatineeServer> {
  return MatineeServer.start({ database: postgresql.createDatabase(), settings });
}

const readiness = async (server: MatineeServer) => (await send(server, "GET", "/readyz")).status;

describe.each([
  ["stops", "stop", "start"],
  ["crashes", "crash", "start"],
  ["no longer answers", "freeze", "thaw"],
] as const)("a database that %s under load", (_what, breakIt, repairIt) => {
  it("fails commands clearly, loses nothing that was told, and is got over without help", async () => {
    const server = await startServer();
    const { party, host, viewer } = await gather(server);
    const stream = seekUntilRefused(host);
    await viewer.expect("seek", (event) => event.position > 20);
    await postgresql.tell(breakIt);
    const stored = await stream;

    await eventually("not ready", async () => (await readiness(server)) === 503);
    expectStatus(await send(server, "GET", "/healthz"), 200);
    expect(await seek(host, 20_000)).toBe("refused");
    const refused = await send(server, "POST", PARTIES, { as: newUser(), body: { title: "t" } });
    expectProblem(refused, 503, "STORAGE_UNAVAILABLE");
    expect(server.output).toMatch(/storage_down reason=/);

    await postgresql.tell(repairIt);
    await eventually("ready again", async () => (await readiness(server)) === 200, 10_000);
    await eventually("a seek is taken again", async () => (await seek(host, 30_000)) === "told");
    await viewer.expect("seek", { position: 30_000 });
    const told = viewer.since(0, "seek").map((event) => event.position);
    expect(told.slice(0, stored)).toEqual(Array.from({ length: stored }, (_, index) => index + 1));
    await server.killAndRestart();
    expect(await (await party.reenter(viewer.user)).fence()).toMatchObject({ position: 30_000 });
    await server.stop();
  }, scaled(40_000));
});

describe("a database that goes away while nothing changes", () => {
  it("is missed nevertheless, and found again", async () => {
    const server = await startServer();
    await postgresql.tell("stop");
    await eventually("not ready", async () => (await readiness(server)) === 503, 15_000);
    await postgresql.tell("start");
    await eventually("ready again", async () => (await readiness(server)) === 200, 10_000);
    await server.stop();
  }, scaled(40_000));
});

describe("a database that is away at the start", () => {
  it("stops the start with an error that says where it should be, and no password", async () => {
    const run = await runBinary(["serve"], {
      ...settings,
      [SETTING.data]: join(directory, "unused"),
      [SETTING.database]: `postgresql://ada:hunter2@/party?host=${directory}`,
    });
    expect(run.code, run.output).toBe(1);
    expect(run.output).toContain("postgresql://ada@");
    expect(run.output).toMatch(/No such file or directory/);
    expect(run.output).not.toContain("hunter2");
  });

  it.each([
    ["postgresql://ada:hunter2@db/party?colour=blue", "colour"],
    ["postgresql://ada:hunter2%zz@db/party", "%25"],
    ["postgresql://ada:hun@hunter2@db/party", "%40"],
    ["postgresql://ada:hunter2/party", "USER:PASSWORD@HOST"],
    ["mysql://ada:hunter2@db/party", "postgresql://USER@HOST:PORT/NAME"],
    ["postgresql:ada:hunter2@db/party", "postgresql://USER@HOST:PORT/NAME"],
    ["postgresql://ada:hunter2@127.0.0.1:1/party", "Connection refused"],
  ])("%s stops it too, and the message says what is wrong", async (url, said) => {
    const run = await runBinary(["serve"], {
      ...settings,
      [SETTING.data]: join(directory, "unused"),
      [SETTING.database]: url,
    });
    expect(run.code, run.output).toBe(1);
    expect(run.output).toContain(said);
    expect(run.output).not.toContain("hunter2");
  });

  it("is waited for a little, as when both start at once", async () => {
    const database = postgresql.createDatabase();
    await postgresql.tell("stop");
    const starting = MatineeServer.start({ database, settings: { [SETTING.storageTimeout]: duration(10_000) } });
    await postgresql.tell("start");
    await (await starting).stop();
  }, scaled(30_000));
});

describe("a second server", () => {
  it("is kept out while the first runs, and let in right after it was killed", async () => {
    const first = await startServer();
    const second = await runBinary(["serve"], {
      ...settings,
      [SETTING.data]: join(directory, "unused"),
      [SETTING.database]: first.database ?? "",
    });
    expect(second.code, second.output).toBe(1);
    expect(second.output).toContain("another server is using this database");
    const party = await Party.create(first, newUser());
    await first.killAndRestart();
    await party.reenter(party.host);
    await first.stop();
  });
});

describe("matinee migrate", () => {
  it("brings a database up to date, and again without harm", async () => {
    const database = postgresql.createDatabase();
    for (const said of [/0001_initial/, /nothing to do/]) {
      const run = await runBinary(["migrate"], { [SETTING.database]: database });
      expect(run.code, run.output).toBe(0);
      expect(run.stdout).toMatch(said);
      expect(run.stderr).toBe("");
    }
  });

  it("moves a community from SQLite to PostgreSQL and back", async () => {
    const small = await MatineeServer.start({ database: `sqlite:${join(directory, "small.db")}` });
    const { party, host, viewer } = await gather(small);
    host.send("skip", { clip_id: "film" });
    host.send("seek", { position: 12.5 });
    await viewer.expect("seek");
    await small.stop();

    const database = postgresql.createDatabase();
    const moved = await runBinary(["migrate", "--from", small.database ?? "", "--to", database]);
    expect(moved.code, moved.output).toBe(0);
    expect(moved.stdout).toMatch(/3 participants/);
    expect(moved.stdout).toMatch(/rows copied from sqlite:.*small\.db to postgresql:.* and every one compared/);
    expect(query(database, "SELECT COUNT(*) FROM participants")).toEqual(["3"]);
    expect(query(database, "SELECT position_ms FROM parties")).toEqual(["12500"]);

    const again = await runBinary(["migrate", "--from", small.database ?? "", "--to", database]);
    expect(again.code, again.output).toBe(1);
    expect(again.stderr).toContain("holds data already");

    const large = await MatineeServer.start({ database });
    const there = new Party(large, party.id, party.code, party.host);
    expect(await (await there.reenter(host.user)).fence()).toMatchObject({ clip_id: "film", position: 12 });
    const inUse = await runBinary(["migrate", "--from", database, "--to", `sqlite:${join(directory, "back.db")}`]);
    expect(inUse.code, inUse.output).toBe(1);
    expect(inUse.stderr).toContain("another server is using this database");
    await large.stop();
    const back = await runBinary(["migrate", "--from", database, "--to", `sqlite:${join(directory, "back.db")}`]);
    expect(back.code, back.output).toBe(0);
  }, scaled(30_000));

  it.each([
    [["--from", "sqlite:/a.db"], "go together"],
    [["--from", "sqlite:/a.db", "--to", "sqlite:/a.db"], "the same database"],
    [["--from", "mysql://ada:hunter2@b/c", "--to", `sqlite:${join(directory, "never.db")}`], "postgresql://USER@HOST:PORT/NAME"],
    [["--from", "sqlite:/nowhere/a.db", "--to", "sqlite:/nowhere/b.db"], "/nowhere"],
    [["--from", "sqlite:/a.db", "--to", "sqlite:/b.db", "--verbose"], "--verbose"],
  ])("%j is refused", async (args, said) => {
    const run = await runBinary(["migrate", ...args]);
    expect(run.code, run.output).toBeGreaterThan(0);
    expect(run.stderr).toContain(said);
    expect(run.output).not.toContain("hunter2");
  });
});
