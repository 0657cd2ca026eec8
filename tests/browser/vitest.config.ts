// Browser tests: one file at a time, since two browsers and a server share the machine's cores.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: './sample-film.ts',
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000, interval: 100 } },
  },
});
