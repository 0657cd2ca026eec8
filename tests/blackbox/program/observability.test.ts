// Specification "Monitoring and Metrics"; health, readiness, and a log without secrets.
import { describe, expect, it } from "vitest";
import { eventually } from "../harness/deadline";
import { expectStatus, send } from "../harness/http";
import { Scrape } from "../harness/metrics";
import { gather } from "../harness/party";
import { sharedServer } from "../harness/shared_server";

const shared = sharedServer();

describe("health", () => {
  it.each(["/healthz", "/readyz"])("%s is 200 for anybody", async (path) => {
    expectStatus(await send(shared.server, "GET", path), 200);
  });
});

describe("the interface descriptions", () => {
  it.each([
    ["/openapi.json", "openapi", "/api/v1/watch-parties"],
    ["/asyncapi.json", "asyncapi", "sync-request"],
  ])("%s is served and describes what is here", async (path, field, mentioned) => {
    const answer = expectStatus(await send(shared.server, "GET", path), 200);
    expect(answer.headers["content-type"]).toMatch(/json/);
    expect(answer.json[field]).toMatch(/^[23]\./);
    expect(answer.text).toContain(mentioned);
  });
});

describe("metrics", () => {
  it("are in the Prometheus text format, each family once, named matinee_ or process_", async () => {
    const answer = expectStatus(await send(shared.server, "GET", "/metrics"), 200);
    expect(answer.headers["content-type"]).toMatch(/^text\/plain/);
    const { families } = await Scrape.of(shared.server);
    expect(families.filter((name) => !/^(matinee|process|exposer|go)_/.test(name))).toEqual([]);
    expect(new Set(families).size).toBe(families.length);
  });

  it("have the specification's five families, and they move", async () => {
    const { host, viewer, party } = await gather(shared.server);
    host.send("play");
    await viewer.expect("play");
    viewer.send("seek", { position: 3 });
    viewer.sendRaw("nonsense");
    await viewer.expectError("INVALID_COMMAND");
    viewer.send("report", { position_ms: 0, playing: true, buffering: false, ready: true, rtt_ms: 5 });
    await viewer.fence();
    await party.leave(viewer.user);
    await viewer.expectClose(4503);
    const moved: Array<[string, RegExp]> = [
      ["sync event latency", /^matinee_sync_\w*latency\w*_count$/],
      ["client drift", /^matinee_\w*drift\w*_count$/],
      ["commands", /^matinee_commands\w*_total$/],
      ["joins", /^matinee_\w*joins?\w*_total$/],
      ["leaves", /^matinee_\w*(leaves|left)\w*_total$/],
      ["errors", /^matinee_errors\w*_total$/],
    ];
    for (const [what, pattern] of moved) {
      await eventually(`${what} (${pattern}) is above 0`, async () => {
        const { samples } = await Scrape.of(shared.server);
        return samples.some((sample) => pattern.test(sample.name) && sample.value > 0);
      });
    }
  });

  it("include the frequency of commands per user and minute as a histogram", async () => {
    const { families, text } = await Scrape.of(shared.server);
    const frequency = families.find((name) => /^matinee_\w*(frequency|per_minute)\w*$/.test(name));
    expect(frequency, text).toBeDefined();
    expect((await Scrape.of(shared.server)).type(frequency ?? "")).toBe("histogram");
  });

  it("count connections and parties", async () => {
    const { host, party } = await gather(shared.server);
    const before = await Scrape.of(shared.server);
    expect(before.sum("matinee_websocket_connections")).toBeGreaterThanOrEqual(3);
    expect(before.sum("matinee_parties_loaded")).toBeGreaterThanOrEqual(1);
    await eventually("an active party", async () => (await Scrape.of(shared.server)).sum("matinee_parties_active") >= 1);
    await host.close();
    await eventually("one connection less", async () => {
      return (await Scrape.of(shared.server)).sum("matinee_websocket_connections") === before.sum("matinee_websocket_connections") - 1;
    });
    await party.end();
  });

  it("carry no ids", async () => {
    const { host, viewer, party } = await gather(shared.server);
    host.send("skip", { clip_id: "a-clip-with-a-name" });
    await viewer.expect("skip");
    const { text } = await Scrape.of(shared.server);
    for (const id of [party.id, party.code, host.user.id, viewer.user.id, "a-clip-with-a-name"]) {
      expect(text).not.toContain(id);
    }
  });
});
