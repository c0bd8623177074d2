/** `npm run bench -- <name> [options]`: each benchmark is a file of its own that measures us against a peer in one run. */
const BENCHMARKS: Record<string, () => Promise<{ run(args: readonly string[]): Promise<void> }>> = {
  commit: () => import('./commit.ts'),
  derivatives: () => import('./derivatives.ts'),
  metadata: () => import('./metadata.ts'),
  'photo-query': () => import('./photo-query.ts'),
  queue: () => import('./queue.ts'),
};

const [name = '', ...args] = process.argv.slice(2);
const load = BENCHMARKS[name];
if (load === undefined) {
  console.error(`Which one? ${Object.keys(BENCHMARKS).join(', ')}`);
  process.exitCode = 2;
} else {
  const benchmark = await load();
  await benchmark.run(args);
}
