// The short run of the simulator: one process, so that its figures don't depend on what else runs, and the SDK's source
// rather than what was last built of it.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@matinee/sdk': fileURLToPath(new URL('../../sdk/typescript/src/index.ts', import.meta.url)) } },
  test: {
    include: ['src/**/*.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    // Seconds of work each; a busy machine must not fail a build.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
