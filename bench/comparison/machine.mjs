// What the figures were measured on.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";

const firstLine = (command, ...args) => execFileSync(command, args, { encoding: "utf8" }).split("\n")[0];

export function describeMachine() {
  return {
    processor: `${cpus().length} x ${cpus()[0].model}`,
    memory: `${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
    kernel: `Linux ${release()}`,
    compiler: `${firstLine("c++", "--version")}, -O2`,
    node: `Node ${process.version}`,
    descriptors: firstLine("bash", "-c", "ulimit -Hn"),
  };
}

/** Bytes the kernel uses for its own objects, sockets among them (Slab of /proc/meminfo). */
export function kernelMemory() {
  return 1024 * Number(/^Slab:\s+(\d+) kB$/m.exec(readFileSync("/proc/meminfo", "utf8"))[1]);
}
