// matinee bench: a small run against the real server, and proof that it notices every way a server can be wrong.
import { afterAll, describe, expect, it } from "vitest";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Finished, runBinary } from "../harness/command";
import { duration } from "../harness/deadline";
import { type Fault, type FakeEvent, FakePartyServer } from "../harness/fake_party_server";
import { expectStatus, send } from "../harness/http";
import { PARTIES } from "../harness/party";
import { sharedServer } from "../harness/shared_server";
import { newUser } from "../harness/token";

const directory = mkdtempSync(join(tmpdir(), "matinee-bench-test-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const shared = sharedServer();

const QUICK = ["--warm-up", "0s", "--duration", duration(1000), "--quiet"];

/** A run and its results as JSON. */
async function bench(...args: string[]): Promise<Finished & { results: any }> {
  const json = join(directory, "results.json");
  rmSync(json, { force: true });
  const run = await runBinary(["bench", ...QUICK, "--json", json, ...args]);
  return { ...run, results: JSON.parse(readFileSync(json, "utf8")) };
}

describe("matinee bench", () => {
  it("loads a running server, finds it correct and says what it measured", async () => {
    const pid = String(shared.server.processId);
    const run = await bench(
      ...["--url", shared.server.url, "--pid", pid, "--parties", "2", "--clients", "5", "--rate", "20"],
      ...["--chat", "2", "--reaction", "2", "--report", "1", "--time-sync", "2"],
    );
    expect(run.code, run.output).toBe(0);
    expect(run.stdout).toContain("correct: everyone heard everything exactly once and in order");
    const { correctness, measured, server, times } = run.results;
    expect(run.results.connections).toBe(10);
    expect(correctness).toMatchObject({ correct: true, violations: {} });
    expect(correctness.chats.told).toBeGreaterThan(0);
    expect(correctness.players_said).toBeGreaterThan(10); // a second of ten players, three times a second each
    expect(measured.deliveries).toBeGreaterThan(measured.changes);
    expect(server.cpu_seconds).toBeGreaterThan(0);
    expect(server.connected.rss_bytes).toBeGreaterThan(0);
    expect(times.command_to_first.count).toBeGreaterThan(0);
    expect(times.command_to_last.p50_us).toBeGreaterThanOrEqual(times.command_to_first.p50_us);
    expect(times.command_to_last.max_us).toBeGreaterThanOrEqual(times.command_to_last["p99.9_us"]);
  });

  it("starts a server of its own, through a storm and with readers that don't read", async () => {
    const run = await bench(
      ...["--spawn", "--clients", "20", "--rate", "10", "--reconnect-storm", "50", "--join-storm", "5"],
      ...["--slow-readers", "10", "--byte-readers", "10"],
    );
    expect(run.code, run.output).toBe(0);
    expect(run.results.correctness.slow_readers_recovered).toBe(3);
    expect(run.results.times.connect.count).toBeGreaterThan(20);
  });

  /** More than the kernel takes in for a reader that does not read, within the second. */
  const FLOOD = ["--spawn", "--clients", "9", "--rate", "max", "--in-flight", "32", "--slow-readers", "50"];
  const FAULTLESS = { lost: 0, duplicated: 0, out_of_order: 0, conflated: 0 };

  it("sees slow readers conflated, and right again when they read on", async () => {
    const run = await bench(...FLOOD);
    expect(run.code, run.output).toBe(0);
    const { correctness, lost_connections: lost } = run.results;
    expect(correctness.slow_readers).toEqual({ ...FAULTLESS, conflated: expect.any(Number) });
    expect(correctness.slow_readers.conflated, run.output).toBeGreaterThan(0);
    expect(correctness.steady_readers).toEqual(FAULTLESS);
    expect(correctness.slow_readers_recovered).toBe(4);
    expect(lost.slow).toEqual({});
  });

  it("sees slow readers closed, and right again when they are back", async () => {
    const run = await bench(...FLOOD, "--outbox-stall-timeout", "100ms");
    expect(run.code, run.output).toBe(0);
    const { correctness, lost_connections: lost } = run.results;
    expect(Object.keys(lost.slow), run.output).not.toEqual([]);
    expect(correctness.steady_readers).toEqual(FAULTLESS);
    expect(correctness.slow_readers_recovered).toBe(4);
  });

  it("says in the server's own words what it refuses", async () => {
    const fake = await FakePartyServer.start(undefined, 403);
    const run = await bench("--url", fake.url, "--clients", "3");
    fake.stop();
    expect(run.code).toBe(1);
    expect(run.stdout).toContain("NOT RUN");
    expect(run.stdout).toContain("refused: 2 x joining a party: 403 PARTICIPANT_LIMIT: the party is full");
  });

  it("takes the tokens of a command", async () => {
    const users = [newUser(), newUser(), newUser()];
    const command = `printf '${users.map((user) => user.token).join("\\n")}\\n'`;
    const run = await bench("--url", shared.server.url, "--clients", "3", "--token-command", command);
    expect(run.code, run.output).toBe(0);
    const created = await send(shared.server, "POST", PARTIES, { as: users[0], body: { title: "t" } });
    expectStatus(created, 201);
  });

  it.each([
    [["--clients", "0"], 2, "--clients"],
    [["--ramp", "soon"], 2, "--ramp should be"],
    [["--spawn", "--no-such-flag"], 1, "--no-such-flag"],
    [["--url", "http://127.0.0.1:1", "--clients", "2"], 1, "connect"],
    [["--parties", "1000", "--clients", "1000000"], 1, "ulimit"],
    [["--url", "http://127.0.0.1:1", "--pid", "2147483646"], 1, "process 2147483646"],
  ])("%j ends with status %i and says why", async (args, code, named) => {
    const run = await runBinary(["bench", ...QUICK, ...args]);
    expect(run.code, run.output).toBe(code);
    expect(run.output).toContain(named);
  });
});

describe("matinee bench against a server that", () => {
  const unlucky = 1;
  const twice = (event: FakeEvent): FakeEvent[] => [event, event];
  const onRevision = (revision: number, act: (event: FakeEvent) => FakeEvent[]): Fault => {
    return (event, viewer) => (viewer === unlucky && event.revision === revision ? act(event) : [event]);
  };
  const ofType = (type: string, act: (event: FakeEvent) => FakeEvent[]): ((event: FakeEvent) => FakeEvent[]) => {
    return (event) => (event.type === type ? act(event) : [event]);
  };
  /** The unlucky viewer hears revision 4 before revision 3. */
  const swapped = (): Fault => {
    const held: FakeEvent[] = [];
    return (event, viewer) => {
      if (viewer !== unlucky) return [event];
      if (event.revision === 3) held.push(event);
      if (event.revision === 3) return [];
      return event.revision === 4 && event.type === "sync" ? [event, ...held.splice(0)] : [event];
    };
  };

  const run = async (fault?: Fault): Promise<Finished & { results: any }> => {
    const fake = await FakePartyServer.start(fault);
    const finished = await bench("--url", fake.url, "--clients", "3", "--rate", "20", "--chat", "10");
    fake.stop();
    return finished;
  };

  it("does everything right: nothing is violated", async () => {
    const right = await run();
    expect(right.code, right.output).toBe(0);
  });

  it.each<[string, Fault, string]>([
    ["loses a change", onRevision(3, () => []), "revisions_lost"],
    ["tells a change twice", onRevision(3, ofType("seek", twice)), "revisions_duplicated"],
    ["tells changes in another order", swapped(), "revisions_out_of_order"],
    ["tells only where a change led", onRevision(3, ofType("seek", () => [])), "revisions_conflated_for_steady_readers"],
    ["loses a chat message", (event, viewer) => (event.number === 3 && viewer === unlucky ? [] : [event]), "chats_lost"],
    [
      "tells a chat message twice",
      (event, viewer) => (event.number === 3 && viewer === unlucky ? twice(event) : [event]),
      "chats_duplicated",
    ],
    ["tells something that is no event", onRevision(3, () => [{ revision: 3 } as FakeEvent]), "messages_malformed"],
    ["drops a connection", onRevision(3, () => [{ type: "goodbye", revision: 3 }]), "steady_connections_lost"],
  ])("%s: that is noticed", async (_what, fault, violation) => {
    const wrong = await run(fault);
    expect(wrong.code, wrong.output).toBe(1);
    expect(Object.keys(wrong.results.correctness.violations), wrong.output).toContain(violation);
    expect(wrong.results.correctness.correct).toBe(false);
  });
});
