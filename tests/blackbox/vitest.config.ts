// How the suite runs: each file owns one server process, at most two files at a time.
import { defineConfig } from "vitest/config";
import { scaled } from "./harness/deadline";

export default defineConfig({
  test: {
    // What measures is no test: it runs by itself, when it is asked for.
    include: process.env.MEASURE ? ["cluster/measure_*.ts"] : ["protocol/**/*.test.ts", "program/**/*.test.ts", "regressions/**/*.test.ts", "durability/**/*.test.ts", "database/**/*.test.ts", "cluster/**/*.test.ts"],
    setupFiles: ["harness/clean_up.ts"],
    fileParallelism: !process.env.MEASURE,
    pool: "forks",
    poolOptions: { forks: { minForks: 1, maxForks: 2 } },
    testTimeout: scaled(20_000),
    hookTimeout: scaled(20_000),
    reporters: ["default"],
  },
});
