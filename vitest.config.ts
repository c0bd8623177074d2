import { availableParallelism } from 'node:os';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/**
 * Native modules in worker threads are where segmentation faults hide, so each test file has a process of its own
 * (`forks`), and the e2e files run one after the other: each starts the whole app.
 *
 * Most of the tests wait for processes and disks: with one worker, which is all that vitest allows itself on two
 * processors, they use 0.45 of the machine.
 */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: Math.max(2, availableParallelism() - 1),
    passWithNoTests: true,
    reporters: ['default'],
    // The list of what failed at the end of `npm test` has no room for differences: the sentence has to tell them.
    chaiConfig: { truncateThreshold: 400 },
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          testTimeout: 30_000,
          include: ['test/unit/**/*.test.ts'],
          exclude: ['test/unit/renderer/**'],
        },
      },
      {
        plugins: [react()],
        test: {
          name: 'renderer',
          environment: 'happy-dom',
          testTimeout: 30_000,
          include: ['test/unit/renderer/**/*.test.{ts,tsx}'],
        },
      },
      {
        test: {
          name: 'integration',
          environment: 'node',
          include: ['test/{integration,crash,photos}/**/*.test.ts'],
          // Vitest's own second is for what is in this process; here it waits for others, and for disks.
          expect: { poll: { timeout: 20_000 } },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/e2e/harness/global-setup.ts'],
          fileParallelism: false,
          // A whole app answers; a second is for what is in this process.
          expect: { poll: { timeout: 10_000 } },
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
    ],
  },
});
