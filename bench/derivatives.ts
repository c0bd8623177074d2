import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { createWorkerHost } from '../src-main/workers/client.ts';
import type { RenderInput, WorkerHost } from '../src-main/workers/protocol.ts';
import { openImportEngine, timeImport } from './import-engine.ts';
import { photoSet } from './photo-set.ts';

const THUMBNAIL = { longEdge: 400, format: 'webp', quality: 80 } as const;
const PREVIEW = { longEdge: 2048, format: 'webp', quality: 82 } as const;
/** Rounds of each contender, in turn: what else the machine does then hits all of them alike. */
const ROUNDS = 3;

/** Resolves with the milliseconds that the work took, without what was needed to get ready for it. */
type Contender = { name: string; run(files: readonly string[], out: string): Promise<number> };

/**
 * Photos a second through the whole engine (`upload_postprocess`: copy, verify, metadata, preview, thumbnail, database)
 * and through the worker host alone, against a bare sharp loop that makes the same outputs in as many threads, and
 * against the naive way: one decode for each output, everything else left to sharp's defaults. The peers run with our
 * encoder effort and with sharp's own, slower one, so that nobody has to guess what comes from where. Options: number of photos (24), of threads (processors).
 */
export async function run(args: readonly string[]): Promise<void> {
  const count = Number(args[0] ?? 24);
  const threads = Number(args[1] ?? os.availableParallelism());
  const files = await photoSet(path.join(os.tmpdir(), 'safelight-bench-photos'), count);
  const host = createWorkerHost({ derivativesThreads: threads, exifThreads: 1 });
  const app = await openImportEngine(threads);
  const contenders: Contender[] = [
    { name: 'engine, whole import', run: (list) => timeImport(app, list) },
    { name: 'worker host', run: (list, out) => throughHost(host, threads, list, out) },
    { name: 'bare sharp', run: (list, out) => bare('single', 'ours', threads, list, out) },
    { name: 'naive sharp, two decodes', run: (list, out) => bare('naive', 'ours', threads, list, out) },
    { name: 'bare sharp, default effort', run: (list, out) => bare('single', 'default', threads, list, out) },
    { name: 'naive, default effort', run: (list, out) => bare('naive', 'default', threads, list, out) },
  ];
  try {
    const rates = await measure(contenders, files);
    report(rates, count, threads);
  } finally {
    await host.close();
    await app.close();
  }
}

async function measure(contenders: Contender[], files: readonly string[]): Promise<Map<string, number[]>> {
  const rates = new Map<string, number[]>();
  // Round 0 warms up: threads start, the file cache fills.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const { name, run: race } of contenders) {
      const out = mkdtempSync(path.join(os.tmpdir(), 'safelight-bench-'));
      const elapsedMs = await race(round === 0 ? files.slice(0, 4) : files, out);
      const rate = files.length / (elapsedMs / 1000);
      if (round > 0) rates.set(name, [...(rates.get(name) ?? []), rate]);
      rmSync(out, { recursive: true });
    }
  }
  return rates;
}

function report(rates: Map<string, number[]>, count: number, threads: number): void {
  const best = new Map([...rates].map(([name, values]) => [name, Math.max(...values)]));
  console.log(`${count} photos, ${threads} threads, best of ${ROUNDS}`);
  for (const [name, values] of rates) {
    const all = values.map((value) => value.toFixed(2)).join(' ');
    console.log(`${name.padEnd(28)} ${(best.get(name) ?? 0).toFixed(2)} photos/s   (${all})`);
  }
  const [engine = 0, host = 0, single = 1, naive = 1, slowSingle = 1, slowNaive = 1] = best.values();
  const ratio = (a: number, b: number) => (a / b).toFixed(3);
  console.log(`engine / bare sharp, same outputs:      ${ratio(engine, single)}   (goal 0.90)`);
  console.log(`engine / naive sharp, left to defaults: ${ratio(engine, slowNaive)}   (goal 1.5)`);
  console.log(`  with sharp's default effort for bare sharp: ${ratio(engine, slowSingle)}`);
  console.log(`  with our effort for naive sharp:            ${ratio(engine, naive)}`);
  console.log(
    `host alone / bare sharp: ${ratio(host, single)}   (what the process border and safe writing cost)`,
  );
}

async function throughHost(
  host: WorkerHost,
  threads: number,
  files: readonly string[],
  out: string,
): Promise<number> {
  const start = performance.now();
  const queue = files.map((file, index) => ({ file, index }));
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      await host.run('render', renderInput(next.file, next.index, out));
    }
  };
  await Promise.all(Array.from({ length: threads + 1 }, worker));
  return performance.now() - start;
}

function renderInput(file: string, index: number, out: string): RenderInput {
  return {
    path: file,
    content: { kind: 'image', format: 'jpeg' },
    thumbnail: { path: path.join(out, `${index}.t.webp`), recipe: THUMBNAIL },
    preview: { path: path.join(out, `${index}.p.webp`), recipe: PREVIEW },
    maxPixels: 268_402_689,
    temporaryFolder: out,
  };
}

/** Plain worker threads, each with its share of the photos in a sharp loop, and nothing else. */
async function bare(
  mode: 'single' | 'naive',
  effort: 'ours' | 'default',
  threads: number,
  files: readonly string[],
  out: string,
): Promise<number> {
  const next = new Int32Array(new SharedArrayBuffer(4));
  const go = new Int32Array(new SharedArrayBuffer(4));
  const workerData = { mode, effort, files, out, next, go, thumbnail: THUMBNAIL, preview: PREVIEW };
  const script = new URL('./bare-sharp.ts', import.meta.url);
  const pool = Array.from({ length: threads }, () => new Worker(script, { workerData }));
  await Promise.all(pool.map((thread) => once(thread, 'message')));
  const start = performance.now();
  const exits = pool.map((thread) => once(thread, 'exit'));
  Atomics.store(go, 0, 1);
  Atomics.notify(go, 0);
  for (const [code] of await Promise.all(exits)) {
    if (code !== 0) throw new Error(`a bare thread ended with exit code ${code}`);
  }
  return performance.now() - start;
}
