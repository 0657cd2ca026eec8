// What this project set itself, and whether this run met it.
import { subject } from "./fan_out.mjs";
import { milliseconds, ranged, rangedTime, table, two, whole } from "./format.mjs";

const verdict = (met) => (met ? "met" : "**missed**");

function fanOutGoals({ fanOut }) {
  const most = {
    [subject.send]: () => 1.1,
    [subject.ring]: (shape) => (shape.endsWith(" x 1000") ? 0.85 : 1.1),
    [subject.sendEight]: () => 0.3,
    [subject.ringEight]: () => 0.3,
  };
  return fanOut.flatMap(({ shape, subjects }) =>
    subjects
      .filter(({ name }) => most[name] !== undefined)
      .map(({ name, ratio }) => {
        const goal = most[name](shape);
        return [`${shape}: ${name}`, `at most ${goal} of the loop`, ranged(ratio), verdict(ratio.median <= goal)];
      }),
  );
}

function latencyGoal({ latency: { ours, floor }, micro }) {
  const added = ours.first.p50.median - floor.first.p50.median;
  const commit = micro.find(({ name }) => name.startsWith("commit_batch/sqlite/1/")).real / 1e6;
  const goal = `at most one commit beyond the loop: ${milliseconds(commit)} ms`;
  // A floor that is slower than the server says that something else was at work.
  const measured = added >= 0 ? `${milliseconds(added)} ms more` : "no more than the loop";
  return ["First screen of 1000, p50", goal, measured, verdict(added <= commit)];
}

function memoryGoals({ memory }) {
  const [shared, alone] = memory;
  const more = alone.bytesPerConnection - shared.bytesPerConnection;
  return [
    ["An idle connection", "at most 2,048 bytes", whole(shared.bytesPerConnection), verdict(shared.bytesPerConnection <= 2048)],
    ["An idle party of one, beyond its connection", "at most 2,048 bytes more", whole(more), verdict(more <= 2048)],
    ...memory.map((row) => {
      const share = 100 * row.idleShare;
      return [`CPU of ${whole(row.connections)} idle in ${whole(row.parties)} parties, without pings`, "near zero", `${two(share)} % of a core`, verdict(share < 0.5)];
    }),
  ];
}

const arrivalGoals = ({ storms }) =>
  storms.filter(({ beyondGoal }) => !beyondGoal).map(({ name, storm }) => [`p99 of a change while ${name}`, "under 100 ms", `${milliseconds(storm.p99)} ms`, verdict(storm.p99 < 100)]);

function isolationGoal({ isolation: { without, among } }) {
  const met = among.p99.median <= without.p99.most;
  return ["p99 of the others among slow readers", `within the range without: ${rangedTime(without.p99)} ms`, `${rangedTime(among.p99)} ms`, verdict(met)];
}

export const goalSection = (results) => `## Goals

Each is a ratio to, or a difference from, something of the same run.

${table(
  ["What", "Goal", "Median (range)", ""],
  [...fanOutGoals(results), latencyGoal(results), ...memoryGoals(results), ...arrivalGoals(results), isolationGoal(results)],
)}

Where a goal is missed: a change has a price of its own, durability above all, which few receivers share
([decision 11](adr/0011-price-of-a-change-in-small-parties.md)). The ring saves the way into the kernel and nothing of what
happens there ([decision 6](adr/0006-io-uring.md)). And a commit takes longer when threads and disk sleep before it, as they do
at 20 changes a second: see the party of one under [Latency](#latency).
`;
