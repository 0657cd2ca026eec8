// After SIGKILL and a restart everything a client was told is back, and a playing film has gone on.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scaled } from "../harness/deadline";
import { expectProblem, expectRateLimited, expectStatus, send } from "../harness/http";
import { PARTIES, Party, gather } from "../harness/party";
import type { PartyClient } from "../harness/party_client";
import { query } from "../harness/postgresql";
import { MatineeServer } from "../harness/server";
import { sharedServer } from "../harness/shared_server";
import { newUser } from "../harness/token";

const shared = sharedServer();

/**
 * The texts that are not in the database, read as plain bytes after a clean stop has folded the log into it: there is
 * no endpoint that reads a chat back.
 */
async function missingFromStore(server: MatineeServer, texts: string[]): Promise<string[]> {
  if (server.database !== undefined) {
    const stored = query(server.database, "SELECT message FROM chat_messages");
    return texts.filter((text) => !stored.includes(text));
  }
  server.signal("SIGTERM");
  await server.exit();
  const files = readdirSync(server.data, { withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.map((file) => readFileSync(join(server.data, file.name)));
  await server.launch();
  return texts.filter((text) => !bytes.some((content) => content.includes(text)));
}

describe("after a kill", () => {
  it("a playing party has advanced by the time that passed", async () => {
    const { party, host } = await gather(shared.server);
    host.send("skip", { clip_id: "a-clip" });
    host.send("seek", { position: 100 });
    host.send("play");
    await host.expect("play");
    const told = await host.fence();
    await shared.server.killAndRestart();
    const state = await (await party.reenter(party.host)).fence();
    expect(state).toMatchObject({ clip_id: "a-clip", is_playing: true });
    const passed = state.server_time_ms - told.server_time_ms;
    expect(passed).toBeGreaterThan(0);
    expect(Math.abs(state.position_ms - told.position_ms - passed)).toBeLessThan(100);
  });

  it("a paused party is where it was", async () => {
    const { party, host } = await gather(shared.server);
    host.send("skip", { clip_id: "still" });
    host.send("seek", { position: 12.345 });
    const told = await host.expect("seek");
    await shared.server.killAndRestart();
    const state = await (await party.reenter(party.host)).fence();
    expect(state).toMatchObject({ clip_id: "still", position_ms: 12_345, is_playing: false });
    expect(state.revision).toBeGreaterThanOrEqual(told.revision);
  });

  it("participants, roles, the host and kicks are back; nobody is active", async () => {
    const { party, host, coHost, viewer } = await gather(shared.server);
    const kicked = await party.enter(newUser("Kicked"));
    expectStatus(await party.kick(kicked.user), 204);
    host.send("hand-over", { user_id: viewer.user.id });
    await host.expect("role-changed", { user_id: viewer.user.id, role: "host" });
    const before = await party.participants();
    await shared.server.killAndRestart();
    const after = await party.participants();
    const seats = (list: any[]) => list.map(({ user_id, role, display_name }) => ({ user_id, role, display_name }));
    expect(seats(after)).toEqual(expect.arrayContaining(seats(before)));
    expect(after).toHaveLength(before.length);
    expect(after.every((entry) => entry.is_active === false)).toBe(true);
    expectProblem(await party.tryJoin(kicked.user), 403);
    expect((await party.details()).host_user_id).toBe(viewer.user.id);
    const again = await party.reenter(coHost.user);
    again.send("seek", { position: 5 });
    await again.expect("seek");
  });

  it("messages are as they were last told: edited, deleted; and who is muted is", async () => {
    const { party, host, coHost, viewer } = await gather(shared.server);
    const say = async (message: string): Promise<string> => {
      coHost.send("chat", { message });
      return (await host.expect("chat_message", { chat_message: { message } })).chat_message.id;
    };
    const [kept, edited, deleted] = [await say("kept"), await say("to be edited"), await say("to be deleted")];
    coHost.send("edit-message", { message_id: edited, message: "edited" });
    host.send("delete-message", { message_id: deleted });
    host.send("mute", { user_id: viewer.user.id });
    await host.expect("message-edited");
    await host.expect("message-deleted");
    await host.expect("mute-changed");
    await shared.server.killAndRestart();
    const listed = expectStatus(await party.request("GET", "/messages", { as: viewer.user }), 200).json.messages;
    expect(listed.map((said: any) => [said.id, said.message])).toEqual([[kept, "kept"], [edited, "edited"], [deleted, ""]]);
    const refused = await party.request("POST", "/messages", { as: viewer.user, body: { message: "hello" } });
    expectProblem(refused, 403, "MUTED");
  });

  it("ended parties stay ended, those who left stay gone", async () => {
    const ended = await Party.create(shared.server, newUser());
    await ended.end();
    const { party, viewer } = await gather(shared.server);
    expectStatus(await party.leave(viewer.user), 204);
    await shared.server.killAndRestart();
    expectProblem(await ended.tryJoin(newUser()), 404, "PARTY_ENDED");
    expectProblem(await party.request("GET", "", { as: viewer.user }), 403);
  });

  it("the windows of creates and joins go on", async () => {
    const eager = newUser();
    let party = await Party.create(shared.server, eager);
    for (let count = 1; count < 10; count += 1) {
      party = await Party.create(shared.server, eager);
    }
    const restless = newUser();
    for (let count = 0; count < 30; count += 1) {
      await party.join(restless);
    }
    await shared.server.killAndRestart();
    expectRateLimited(await send(shared.server, "POST", PARTIES, { as: eager, body: { title: "t" } }), 3600);
    expectRateLimited(await party.tryJoin(restless), 3600);
  });

  it("a chat message somebody was shown is stored", async () => {
    const { host, viewer } = await gather(shared.server);
    const message = `remember-me-${Date.now()}`;
    viewer.send("chat", { message });
    await host.expect("chat_message", { chat_message: { message } });
    await shared.server.killAndRestart();
    expect(await missingFromStore(shared.server, [message])).toEqual([]);
  });
});

describe("kills at random moments under a stream of commands", () => {
  /** Seeks to ever higher positions and skips to ever higher clips until the connection breaks; returns the last sent. */
  const stream = (client: PartyClient, from: number): { readonly sent: () => number; readonly stop: () => void } => {
    let counter = from;
    const timer = setInterval(() => {
      for (let burst = 0; burst < 10; burst += 1) {
        counter += 1;
        client.send("seek", { position: counter });
      }
      client.send("typing", { is_typing: counter % 2 === 0 });
    }, 1);
    return { sent: () => counter, stop: () => clearInterval(timer) };
  };
  const lastTold = (clients: PartyClient[]) =>
    clients.flatMap((client) => client.since(0, "seek")).reduce((max, event) => Math.max(max, event.position), 0);

  it("never take back what anybody was told, nor invent what nobody sent", { timeout: scaled(40_000) }, async () => {
    const party = await Party.create(shared.server, newUser("Hanna"));
    const coHost = newUser("Coco");
    await party.join(coHost);
    await party.setRole(coHost, "co-host");
    const toldChats: string[] = [];
    let counter = 0;
    for (let round = 0; round < 8; round += 1) {
      const host = await party.reenter(party.host);
      const watcher = await party.reenter(coHost);
      const message = `round-${round}-${party.id}`;
      watcher.send("chat", { message });
      const running = stream(host, counter);
      await watcher.expect("seek", (event) => event.position > counter + 20 + Math.floor(Math.random() * 3000), 8000);
      await shared.server.kill();
      running.stop();
      await Promise.all([host.closed, watcher.closed]);
      const told = lastTold([host, watcher]);
      const revision = Math.max(...[host, watcher].map((client) => client.log.at(-1)?.event.revision ?? 0));
      toldChats.push(...[host, watcher].flatMap((client) => client.since(0, "chat_message")).map((event) => event.chat_message.message));
      await shared.server.launch();
      const back = await party.reenter(party.host);
      const state = await back.fence();
      expect(state.position, `round ${round}`).toBeGreaterThanOrEqual(told);
      expect(state.position, `round ${round}`).toBeLessThanOrEqual(running.sent());
      expect(state.revision, `round ${round}`).toBeGreaterThanOrEqual(revision);
      expect(state.participants).toHaveLength(2);
      counter = running.sent();
      await back.close();
    }
    expect(toldChats.length).toBeGreaterThan(0);
    expect(await missingFromStore(shared.server, toldChats)).toEqual([]);
  });
});
