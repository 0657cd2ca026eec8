// How much processor time processes of this machine have taken (Linux's /proc).
import { readFileSync, readdirSync } from "node:fs";

/** Ticks of /proc/PID/stat in a second: what Linux has on every machine this runs on. */
const TICKS_PER_SECOND = 100;

interface Stat {
  readonly parent: number;
  readonly seconds: number;
}

/** Of one process; nothing if it is gone. */
function statOf(processId: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${processId}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { parent: Number(fields[1]), seconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND };
  } catch {
    return undefined;
  }
}

/** User and system time of a process and of all it has started, in seconds. */
export function processSeconds(processId: number): number {
  const stats = new Map<number, Stat>();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    const stat = statOf(Number(name));
    if (stat !== undefined) {
      stats.set(Number(name), stat);
    }
  }
  const total = (id: number): number =>
    [...stats].filter(([, stat]) => stat.parent === id).reduce((sum, [child]) => sum + total(child), stats.get(id)?.seconds ?? 0);
  return total(processId);
}
