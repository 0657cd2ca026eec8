// The page of figures, from the results of a run.

import { mebibytes, milliseconds, nanos, ranged, rangedTime, table, two, whole } from "./format.mjs";
import { goalSection } from "./goals.mjs";

const fanOutSection = ({ fanOut, ring }) => `## Fan-out

The server's CPU time for one change that reaches one screen, with authentication, roles, durability and both JSON events
on. The floor is a loop of plain \`send()\` over the same sockets, of the same bytes, in the same round (\`bench/send_floor\`):
CPU time of the loop alone. \`ws\` and \`socket.io\` are hubs that check and store nothing and say one message of as many
bytes. "8 in flight": eight changes are on their way at any time, and what one commit stores goes out together.
${ring ? "" : "\nThis kernel does not let the server use io_uring, so its rows are missing.\n"}
${table(
  ["Parties x people", "Server", "us per delivery", "Ratio to the floor"],
  fanOut.flatMap(({ shape, floor, subjects }) => [
    [shape, "send() loop", ranged(floor), "1"],
    ...subjects.map(({ name, cost, ratio }) => [shape, name, ranged(cost), ranged(ratio)]),
  ]),
)}

![CPU per delivered change as ratios](images/performance-fan-out.svg)
`;

const instructionsSection = ({ instructions: { clients, per_change: change, per_receiver: receiver } }) => `## Instructions

A change takes ${whole(change)} instructions of the program itself (reading the command, deciding, storing, encoding), and ${whole(receiver)}
more for each receiver (parties of 2 and of ${clients}, \`bench/callgrind\`; the kernel's part is not counted). These figures hardly
depend on the machine or on what else it does.
`;

const latencySection = ({ latency: { clients, ours, floor, alone } }) => `## Latency

One party of ${whole(clients)}, 20 changes a second; milliseconds from the command to the first and to the last screen. The load
generator shares the machine: the last screens wait for it to read, too. The floor stores nothing. A party of one shows what
the commit takes at this rate, when the threads sleep in between.

${table(
  ["", "First screen, p50", "p99", "Last screen, p50", "p99"],
  [
    ["Matinee", ...[ours.first.p50, ours.first.p99, ours.last.p50, ours.last.p99].map(rangedTime)],
    ["send() loop", ...[floor.first.p50, floor.first.p99, floor.last.p50, floor.last.p99].map(rangedTime)],
    ["Matinee, a party of one", ...[alone.first.p50, alone.first.p99].map(rangedTime), "", ""],
  ],
)}
`;

const memorySection = ({ memory }) => `## Memory and idle time

Authenticated connections that do nothing. Resident memory of the server's process, beyond that of one with ten connections;
what the kernel keeps beside it (half of what its slabs grew by, since both ends are on this machine); CPU time while nothing
happens, not even the pings that find out who is gone.

${table(
  ["Parties", "Connections", "With ten", "Connected", "Bytes per connection", "The kernel's", "CPU, idle"],
  memory.map((row) => [
    whole(row.parties),
    whole(row.connections),
    mebibytes(row.empty),
    mebibytes(row.connected),
    whole(row.bytesPerConnection),
    whole(row.kernelBytesPerConnection),
    `${(100 * row.idleShare).toFixed(2)} % of a core`,
  ]),
)}

Pinging everyone in ${whole(memory[0].parties)} parties every 20 s, as by default, takes ${(100 * memory[0].pingedShare).toFixed(2)} % of a core.
`;

const stormSection = ({ storms }) => `## Arrivals

Milliseconds until a change is on the first screen, before and during the storm; and until a newcomer has the state. Who comes
back wants to within a second, and is taken as fast as \`accepts-per-second\` (2,000) allows. After a restart, changes are made
as soon as a party's host is back, while the others still return. One run each.

${table(
  ["Storm", "Calm, p50", "p99", "Storm, p50", "p99", "Arrival, p50", "p99"],
  storms.map(({ name, calm, storm, arrival }) => [
    name,
    ...[calm.p50, calm.p99, storm.p50, storm.p99, arrival.p50, arrival.p99].map(milliseconds),
  ]),
)}
`;

const isolationSection = ({ isolation: { clients, without, among, ...slow } }) => `## Slow readers

One party of ${whole(clients)}, 20 changes a second. One in ten reads nothing, one in twenty a byte a second; the rest are measured, in
runs with and without slow readers by turns (${without.p99.count} of each).

${table(
  ["", "p50, ms", "p99, ms", "Server's memory"],
  [
    ["Everyone reads", rangedTime(without.p50), rangedTime(without.p99), ranged(without.memory, mebibytes)],
    ["Among slow readers", rangedTime(among.p50), rangedTime(among.p99), ranged(among.memory, mebibytes)],
  ],
)}

In the last run ${whole(slow.conflated)} revisions were conflated for the slow ones and ${slow.closed} of them were closed; ${slow.recovered} were right again
after they read on or reconnected, which is all of them, or the run would have failed.
`;

const largeSection = ({ large }) => `## A large party

One party of ${whole(large.clients)}, a change a second (\`matinee bench --spawn --clients ${large.clients} --rate 1\`): milliseconds from the command to
the first and to the last screen.

${table(
  ["People", "First screen, p50", "p99", "Last screen, p50", "p99", "us of CPU per delivery", "Server's memory"],
  [
    [
      whole(large.clients),
      ...[large.first.p50, large.first.p99, large.last.p50, large.last.p99].map(milliseconds),
      two(large.microsPerDelivery),
      mebibytes(large.memory),
    ],
  ],
)}
`;

const commitSection = ({ commits, micro }) => {
  const sync = micro.find(({ name }) => name.startsWith("write_and_fsync"));
  return `## Commits

Changes stored and told a second, each by its own command, in parties of one: what waits while one commit runs becomes the
next. A write and \`fdatasync\` of 4 KiB on this disk takes ${nanos(sync.real)}, which is ${whole(1e9 / sync.real)} a second.

${table(
  ["Parties", "In flight in each", "Changes a second", "p50, ms", "p99, ms"],
  commits.map(({ parties, inFlight, perSecond, latency }) => [
    whole(parties),
    inFlight,
    whole(perSecond),
    milliseconds(latency.p50),
    milliseconds(latency.p99),
  ]),
)}

![Changes a second by how many are on their way](images/performance-commits.svg)
`;
};

const microSection = ({ micro }) => `## Parts

${table(
  ["Module", "Benchmark", "CPU", "Elapsed"],
  micro.map(({ module, name, cpu, real }) => [module, `\`${name.replace("/real_time", "")}\``, nanos(cpu), nanos(real)]),
)}
`;

/** The sections that are of a later run than the others; empty when one run measured everything. */
function measuredAgain(runs) {
  const first = Math.min(...Object.values(runs));
  const later = Object.keys(runs).filter((name) => runs[name] !== first);
  return later.length === 0 ? "" : ` Measured again later, by themselves: ${later.join(", ")}.`;
}

const machineSection = ({ machine, date, load, runs }) => `## How it was measured

\`bench/run\` measures all of this in one run and writes this page.${measuredAgain(runs)} Times are medians of the rounds, with least
and most in parentheses; what has none was measured once. CPU per delivery and memory are the server's own, read from
\`/proc\` by the load generator. That is \`matinee bench\`, in a process of its own on the same machine; it checks that everyone
heard of every change exactly once and in order, and a run in which they did not would have ended with an error.

- ${[machine.processor, `${machine.memory} of memory`, machine.kernel, machine.compiler, machine.node].join("\n- ")}
- ${machine.descriptors} descriptors for each process
- Load average of the machine, at most, while a section was measured: ${Object.entries(load)
  .map(([name, most]) => `${name} ${most.toFixed(1)}`)
  .join(", ")}${Math.max(...Object.values(load)) > 6 ? ". **Other programs were at work**: ratios hold, times are upper bounds" : ""}
- ${date}
`;

/** The page as Markdown. */
export function pageOf(results) {
  const sections = [goalSection, fanOutSection, instructionsSection, latencySection, memorySection, ...(results.storms.length > 0 ? [stormSection] : []), isolationSection, largeSection, commitSection, microSection, machineSection];
  return `# Performance

Measured, not estimated, on a small machine that server and load generator share: read ratios rather than times. To size a
machine of your own, put \`matinee bench\` against it ([load testing](load-testing.md)).

${sections.map((section) => section(results)).join("\n")}`;
}
