// Unit tests beside the sources, and those that need more than a source file in tests/.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    // The compiler and the server are slow on a busy machine.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
