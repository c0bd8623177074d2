import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { WORKER_ENTRIES } from './src-main/workers/entry.ts';

/** The oldest Electron that the app runs on is 33: Node 20.18, Chromium 130. */
const NODE = 'node20.18';
const CHROMIUM = 'chrome130';

/** Processes and threads are started as files, so each is a file of its own in `out/main`, in the folder of its source. */
const startedAsFiles = [...WORKER_ENTRIES.map((name) => `workers/${name}`), 'engine/reader/reader-thread'];
const threads = Object.fromEntries(startedAsFiles.map((name) => [name, resolve(`src-main/${name}.ts`)]));

export default defineConfig({
  main: {
    build: {
      target: NODE,
      sourcemap: true,
      rolldownOptions: { input: { index: resolve('src-main/index.ts'), ...threads } },
    },
  },
  preload: {
    build: {
      target: NODE,
      // A sandboxed preload can require nothing but Electron, and must be CommonJS.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: resolve('src-preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [react()],
    build: {
      target: CHROMIUM,
      outDir: resolve('out/renderer'),
      // Inlined pictures would be `data:` addresses; files keep the content security policy simple.
      assetsInlineLimit: 0,
      rolldownOptions: { input: { index: resolve('src-renderer/index.html') } },
    },
  },
});
