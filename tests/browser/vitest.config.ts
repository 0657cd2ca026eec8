// Browser tests: two files at a time, each with a browser and a server of its own: together they keep two cores busy.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: './sample-film.ts',
    maxWorkers: 2,
    minWorkers: 2,
    // Loading playwright and axe anew for each file takes longer than some files; none of them keeps anything.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000, interval: 100 } },
  },
});
