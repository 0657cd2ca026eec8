// After SIGKILL a queue is as it was told, and goes on by itself.
import { expect, it } from "vitest";
import { expectStatus, send } from "../harness/http";
import { gather } from "../harness/party";
import { sharedServer } from "../harness/shared_server";
import { newUser } from "../harness/token";

const shared = sharedServer();

it("what was told of a queue survives a kill, and the next clip follows one that ended meanwhile", async () => {
  const { party, host, viewer } = await gather(shared.server);
  const body = { title: "Short", url: "https://videos.example/short.mp4", duration_ms: 2500 };
  const short = expectStatus(await send(shared.server, "POST", "/api/v1/clips", { as: newUser(), body }), 201).json.id;
  host.send("skip", { clip_id: short });
  for (const clip_id of ["a", "b", "c"]) host.send("queue-add", { clip_id });
  host.send("queue-shuffle");
  const { order } = await viewer.expect("queue-changed", { action: "shuffled" });
  host.send("queue-loop", { loop: "all" });
  await viewer.expect("queue-changed", { action: "loop" });
  await shared.server.killAndRestart();
  const again = await party.connect(host.user);
  const advanced = await again.expect("queue-changed", { action: "advanced" });
  expect(advanced).toMatchObject({ queue_revision: 6, loop: "all", current: { id: order[0] }, removed: [order[0]] });
  const queue = expectStatus(await party.request("GET", "/queue", { as: host.user }), 200).json;
  expect(queue.items.map((item: any) => item.id)).toEqual(order.slice(1));
});
