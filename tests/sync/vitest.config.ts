// One file at a time: the convergence test needs the cores for its browser.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: '../browser/sample-film.ts',
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
