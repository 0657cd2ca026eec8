// The load on the socket.io peer, which speaks a protocol of its own (Engine.IO 4 over a WebSocket). One change after
// the other in every party, as `matinee bench --rate max` does; what counts is the server's CPU time per delivery.
// usage: socket_io_load.mjs URL PID PARTIES CLIENTS WARM_UP_MS DURATION_MS
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { WebSocket } from "ws";

const [url, pid, parties, clients, warmUp, duration] = process.argv.slice(2);
const TICKS_PER_SECOND = Number(execFileSync("getconf", ["CLK_TCK"]));

/** CPU time of the server in microseconds (proc(5), fields 14 and 15). */
function serverCpu() {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1e6;
}

let deliveries = 0;
let running = true;

/** A party: its first client seeks again as soon as everyone has heard. */
class Party {
  constructor(name) {
    this.name = name;
    this.heard = 0;
    this.changes = 0;
  }

  async gather() {
    const connecting = Array.from({ length: Number(clients) }, () => this.connect());
    this.host = (await Promise.all(connecting))[0];
  }

  /** Engine.IO: "0" opens, "2" pings, "3" answers; Socket.IO in it: "40" connects, "42" carries events. */
  connect() {
    const socket = new WebSocket(`${url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`, {
      perMessageDeflate: false,
    });
    return new Promise((resolve, reject) => {
      socket.on("error", reject);
      socket.on("message", (data) => {
        const text = data.toString();
        if (text.startsWith("42")) return this.hear();
        if (text.startsWith("40")) {
          socket.send(`42${JSON.stringify(["join", this.name])}`);
          return resolve(socket);
        }
        if (text.startsWith("0")) socket.send("40");
        if (text === "2") socket.send("3");
      });
    });
  }

  hear() {
    deliveries += 1;
    this.heard += 1;
    if (this.heard < Number(clients)) return;
    this.heard = 0;
    if (running) this.seek();
  }

  seek() {
    this.changes += 1;
    this.host.send(`42${JSON.stringify(["seek", this.name, this.changes])}`);
  }
}

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, Number(milliseconds)));

const all = Array.from({ length: Number(parties) }, (_, number) => new Party(`party-${number}`));
for (const party of all) await party.gather();
await wait(500); // the last join has reached its room
for (const party of all) party.seek();
await wait(warmUp);
const [cpuBefore, deliveriesBefore] = [serverCpu(), deliveries];
await wait(duration);
const [cpu, delivered] = [serverCpu() - cpuBefore, deliveries - deliveriesBefore];
running = false;
console.log(JSON.stringify({ deliveries: delivered, cpu_per_delivery_us: cpu / delivered }));
process.exit(0);
