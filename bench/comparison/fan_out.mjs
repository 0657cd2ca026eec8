// The price of telling everyone: the server's CPU time per delivered change, beside a plain loop of send() over the same
// sockets, and beside hubs on ws and socket.io.
import { bench, benchServed, benchSpawned, peer, run, sendFloor, serve } from "./processes.mjs";
import { summaryOf } from "./statistics.mjs";

/** How the server's own rows are called. */
export const subject = {
  send: "Matinee, send",
  ring: "Matinee, io_uring",
  sendEight: "Matinee, send, 8 in flight",
  ringEight: "Matinee, io_uring, 8 in flight",
};

const shapeName = ({ parties, clients }) => `${parties} x ${clients}`;

const loadOf = ({ parties, clients }, times, inFlight = 1) =>
  ["--parties", parties, "--clients", clients, "--rate", "max", "--in-flight", inFlight].concat(
    ["--warm-up", times.warmUp, "--duration", times.duration],
  );

async function measureFloor(shape, times) {
  const [, last] = await benchServed(await serve(sendFloor, []), loadOf(shape, times));
  return JSON.parse(last).cpu_per_send_us;
}

async function measureServer(shape, times, settings, inFlight) {
  const { server } = await benchSpawned(loadOf(shape, times, inFlight), settings);
  return server.cpu_per_delivery_us;
}

async function measureWs(shape, times, bytes) {
  const server = await serve("node", [peer("ws_server.mjs")], { PEER_MESSAGE_BYTES: bytes });
  const [{ server: cost }] = await benchServed(server, loadOf(shape, times));
  return cost.cpu_per_delivery_us;
}

async function measureSocketIo({ parties, clients }, times, bytes) {
  const server = await serve("node", [peer("socket_io_server.mjs")], { PEER_MESSAGE_BYTES: bytes });
  const milliseconds = (text) => (text.endsWith("ms") ? parseInt(text, 10) : 1000 * parseInt(text, 10));
  const args = [server.url, server.pid, parties, clients, milliseconds(times.warmUp), milliseconds(times.duration)];
  try {
    return JSON.parse(await run("node", [peer("socket_io_load.mjs"), ...args.map(String)])).cpu_per_delivery_us;
  } finally {
    await server.stop();
  }
}

/** Whether this kernel lets the server use io_uring. */
export async function ringWorks() {
  const probe = ["--spawn", "--clients", "2", "--rate", "0", "--warm-up", "0s", "--duration", "1s", "--io-uring", "on"];
  return bench(probe).then(
    () => true,
    () => false,
  );
}

/** For every shape and subject: CPU per delivery in microseconds, and as a ratio to the floor of the same round. */
export async function measureFanOut({ shapes, rounds, peerRounds, times, ring, say }) {
  const server = (settings, inFlight) => (shape) => measureServer(shape, times, settings, inFlight);
  const [plain, uring] = [["--io-uring", "off"], ["--io-uring", "on"]];
  const bytes = 510; // without frame heads; what the floor reports, once
  const subjects = [
    [subject.send, server(plain, 1), rounds],
    ...(ring ? [[subject.ring, server(uring, 1), rounds]] : []),
    [subject.sendEight, server(plain, 8), rounds],
    ...(ring ? [[subject.ringEight, server(uring, 8), rounds]] : []),
    ["ws", (shape) => measureWs(shape, times, bytes), peerRounds],
    ["socket.io", (shape) => measureSocketIo(shape, times, bytes), peerRounds],
  ];
  const results = [];
  for (const shape of shapes) {
    const measured = subjects.map(() => []);
    const floors = [];
    for (let round = 0; round < rounds; round += 1) {
      say(`fan-out ${shapeName(shape)}, round ${round + 1} of ${rounds}`);
      const floor = await measureFloor(shape, times);
      floors.push(floor);
      for (const [index, [, measure, itsRounds]] of subjects.entries()) {
        if (round >= itsRounds) continue;
        const cost = await measure(shape);
        measured[index].push({ cost, ratio: cost / floor });
      }
    }
    results.push({
      shape: shapeName(shape),
      floor: summaryOf(floors, (cost) => cost),
      subjects: subjects.map(([name], index) => ({
        name,
        cost: summaryOf(measured[index], ({ cost }) => cost),
        ratio: summaryOf(measured[index], ({ ratio }) => ratio),
      })),
    });
  }
  return results;
}
