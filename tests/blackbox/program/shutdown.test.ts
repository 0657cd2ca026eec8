// SIGTERM: stop accepting, tell the clients, finish what was begun, exit 0 within 5 seconds.
import { describe, expect, it } from "vitest";
import { expectStatus } from "../harness/http";
import { Party, gather } from "../harness/party";
import { RawConnection } from "../harness/raw_connection";
import { MatineeServer } from "../harness/server";
import { newUser } from "../harness/token";

/** The two codes that tell a client to come back. */
const going = (code: number): boolean => code === 1001 || code === 1012;

describe.each(["SIGTERM", "SIGINT"] as const)("%s", (signal) => {
  it("closes every connection with 1001 or 1012 and exits with 0", async () => {
    const server = await MatineeServer.start();
    const { everyone } = await gather(server);
    server.signal(signal);
    for (const client of everyone) {
      await client.expectClose(going);
    }
    expect(await server.exit()).toEqual({ code: 0, signal: null });
    server.removeData();
  });
});

describe("stopping", () => {
  it("does not wait for those who never answer or never finish", async () => {
    const server = await MatineeServer.start();
    const party = await Party.create(server, newUser());
    const deaf = await party.connect(party.host);
    deaf.socket.pause();
    const half = await RawConnection.to(server);
    half.write("POST /api/v1/watch-parties HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{");
    const idle = await RawConnection.to(server);
    server.signal("SIGTERM");
    expect(await server.exit(5000)).toEqual({ code: 0, signal: null });
    idle.close();
    half.close();
    deaf.drop();
    server.removeData();
  });

  it("loses nothing: a party is back as it was told", async () => {
    const server = await MatineeServer.start();
    const { party, host, viewer } = await gather(server);
    host.send("seek", { position: 321 });
    const told = await viewer.expect("seek");
    server.signal("SIGTERM");
    await server.exit();
    await server.launch();
    const again = await party.reenter(viewer.user);
    const state = await again.fence();
    expect(state).toMatchObject({ position: 321, is_playing: false });
    expect(state.revision).toBeGreaterThanOrEqual(told.revision);
    expectStatus(await party.tryJoin(newUser()), 200);
    await server.stop();
  });

  it("in the middle of a stream of commands takes nothing back that was told", async () => {
    const server = await MatineeServer.start();
    const { party, host, viewer } = await gather(server);
    let sent = 0;
    const stream = setInterval(() => {
      for (let burst = 0; burst < 20; burst += 1) {
        sent += 1;
        host.send("seek", { position: sent });
      }
    }, 1);
    await viewer.expect("seek", (event) => event.position > 500);
    server.signal("SIGTERM");
    expect(await server.exit()).toEqual({ code: 0, signal: null });
    clearInterval(stream);
    await Promise.all([host.closed, viewer.closed]);
    const told = Math.max(...[host, viewer].flatMap((client) => client.since(0, "seek")).map((event) => event.position));
    await server.launch();
    const state = await (await party.reenter(viewer.user)).fence();
    expect(state.position).toBeGreaterThanOrEqual(told);
    expect(state.position).toBeLessThanOrEqual(sent);
    await server.stop();
  });

  it("removes the server from the port: a second signal or a late client finds nobody", async () => {
    const server = await MatineeServer.start();
    server.signal("SIGTERM");
    await server.exit();
    await expect(RawConnection.to(server)).rejects.toMatchObject({ code: "ECONNREFUSED" });
    server.removeData();
  });
});
