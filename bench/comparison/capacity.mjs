// The page about sizes of machines, from the results of a run.
import { subject } from "./fan_out.mjs";
import { table, two, whole } from "./format.mjs";
import { playerRates } from "./scenarios.mjs";

const gibibyte = 2 ** 30;
/** Of a core, what is planned with: bursts, and everything that was not measured, need the rest. */
const usable = 0.5;
/** Changes a minute in a party whose people mean it: somebody pauses, seeks or skips now and then. */
const calmRates = [1, 10, 60];

const rowOf = (fanOut, shape) => fanOut.find((row) => row.shape === shape);
const costOf = (row, name) => row.subjects.find((one) => one.name === name).cost.median;
/** Rounded down to two digits: these are no exact figures. */
const about = (value) => {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return whole(Math.floor(value / unit) * unit);
};

function activityTable({ fanOut, ring, watching }) {
  const name = ring ? subject.ring : subject.send;
  return table(
    ["Parties of", "us of CPU for one change on one screen", ...calmRates.map((rate) => `${rate} a minute`)],
    fanOut.map((row) => {
      const micros = costOf(row, name);
      const people = row.shape.split(" x ")[1];
      const perViewer = (rate) => (rate * micros) / 60e6 + watching.micros / 1e6; // cores
      return [people, two(micros), ...calmRates.map((rate) => about(usable / perViewer(rate)))];
    }),
  );
}

export function capacityOf(results) {
  const { memory, fanOut, ring, machine, commits, watching } = results;
  const [shared, alone] = memory;
  const kernel = shared.kernelBytesPerConnection;
  const perViewer = shared.bytesPerConnection + kernel;
  const party = alone.bytesPerConnection - shared.bytesPerConnection;
  const viewersPerGib = gibibyte / perViewer;
  const smallParties = gibibyte / (perViewer + party / 4);
  const twenty = rowOf(fanOut, "100 x 20") ?? fanOut.at(-1);
  const micros = costOf(twenty, ring ? subject.ring : subject.send);
  const most = Math.max(...commits.map(({ perSecond }) => perSecond));
  const million = 1e6;
  const millionCores = (million * ((10 * micros) / 60e6 + watching.micros / 1e6)) / usable;
  const millionMemory = (million * perViewer + (million / 4) * party) / gibibyte;
  const chats = million / 4 / 10;
  return `# Capacity

What a machine carries, computed from the figures of [performance.md](performance.md) and written by the same \`bench/run\`.
The machine there (${machine.processor}) was small, and shared with the load generator: a core of yours is probably faster. Put
\`matinee bench\` against your own before you promise anything ([load testing](load-testing.md)).

## Viewers per GiB

A connection that does nothing takes ${whole(shared.bytesPerConnection)} bytes of the server's process and about ${whole(kernel)} of the kernel's (its
socket, file and epoll entry; half of what both ends of the test took). A party takes ${whole(party)} bytes more.

| | Viewers per GiB |
|---|--:|
| Large parties | ${about(viewersPerGib)} |
| Parties of four | ${about(smallParties)} |

Native TLS is not in these figures; OpenSSL keeps its own buffers for each connection. Behind a proxy that ends TLS they hold.

## Viewers per core

Two things cost CPU. **Watching**: a player that uses the SDK reports every 4 s while it plays and asks for the time three
times in 4 s. ${whole(watching.viewers)} people who just watched so took ${two(watching.micros)} us a second each
(${two(watching.idleMicros)} us without their players' messages), which is ${about((usable * 1e6) / watching.micros)} viewers a core at ${100 * usable} % load. While the film stands,
they say a quarter of that.

**Telling**: one change, one chat message, one reaction on one screen. At ${100 * usable} % load of a core, and beside watching, so many
viewers may sit in parties in which something is told so often${ring ? " (with io_uring)" : ""}:

${activityTable(results)}

So what players say by themselves decides, and even sixty things told a minute add little to it. Most of what a player's message
costs is waking a thread for it: a busy server, which is awake already, carries more than this.

## What gives out first

1. **Descriptors.** A connection is one descriptor. The server raises its soft limit to the hard one at start; where that
   is not enough, it warns and takes as many connections as fit. \`connections-total\` (18,000) is set to fit the common hard
   limit of 20,000. Raise both together: \`LimitNOFILE=\` in the systemd unit, then \`connections-total\`. A party of ten
   thousand needs \`max-participants\` (1,000) raised too, and where its people share an address,
   \`connections-per-address\`.
2. **CPU of the kernel's send**, once people are active. Nine tenths of a broadcast are spent there; io_uring takes some of it off
   (\`matinee_io_uring\` says whether it is in use).
3. **The disk's fsync**, never for large parties, since what arrives during one commit shares the next: ${about(most)} changes a second
   were stored and told here at most. It is what a lone change waits for.
4. **Memory**, for idle crowds: see above. \`memory-limit-mib\` refuses newcomers (503 with Retry-After) before the machine swaps.

Watch \`matinee_loop_lag_seconds\` and \`matinee_loop_stalls_total\`: a shard that is late is a core that is full. \`matinee_outbox_bytes\`
and \`matinee_slow_consumer_closes_total\` tell of clients that do not take what they are sent: links that are too slow, or a
network that is.

## The next machine size

Connections are spread over the shards, one for each core, so fan-out is meant to grow with cores. How far it does can't be
measured on a machine of two that the load generator needs one of. What does not grow: the decisions of one party are made by one shard,
and all commits by one thread. One shard decides thousands of changes a second, which no party of people reaches. Memory and
descriptors grow as you buy them. A faster disk shortens the way of each change by what its fsync is faster.

## On paper: a million viewers

A million people in parties of four, with ten things told a minute in each:

| | Needed |
|---|--:|
| Memory, with the kernel's | ${about(millionMemory)} GiB |
| Cores, half used | ${about(millionCores)} |
| Connections, at 100,000 for each process and machine | 10 machines |
| Durable changes a second, one in ten of what is told | ${about((million / 4) * (10 / 60) / 10)} |
| Chat messages a second, if a tenth of the parties writes ten a minute | ${about((chats * 10) / 60)} |
| Messages of players a second, and answers | ${about(million * (playerRates.report + playerRates.timeSync))} and ${about(million * playerRates.timeSync)} |

A single process holds as many connections as descriptors and memory allow; a single database file takes the changes of all of
them. So a million is several servers, each with its own parties behind a proxy that sends a party's people to the same one:
parties don't know of each other, and nothing else has to be shared. Bandwidth is small beside the films': ${about((million * 10 * 700 * 8) / 60 / 1e6)} Mbit/s in all.
`;
}
