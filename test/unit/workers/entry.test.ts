import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { nodeRuntime, WORKER_ENTRIES, workerEntry } from '../../../src-main/workers/entry.ts';

test.each(WORKER_ENTRIES)('%s lies beside the sources', (name) => {
  expect(existsSync(workerEntry(name))).toBe(true);
});

test('a bundle without its entries says which is missing', () => {
  expect(() => workerEntry('threads/exif', 'file:///nowhere/out/main/index.js')).toThrow(
    /threads\/exif was not built/,
  );
});

test('the runtime is the one that ships with us, unless another is asked for', () => {
  expect(nodeRuntime({})).toMatch(/node_modules.node-[a-z0-9-]+.bin.node/);
  expect(existsSync(nodeRuntime({}))).toBe(true);
  expect(nodeRuntime({ SAFELIGHT_NODE: '/opt/node' })).toBe('/opt/node');
});
