import { contract } from '../../src-preload/contract/index.ts';
import { seedContract } from './seed-contract.ts';

/** All that is offered over HTTP: the contract, and the paths that stand for a part of it. */
export const httpContract = { ...contract, seeds: seedContract };

/**
 * What is for the window only: it asks a person, belongs to the desktop, or would take the library away from under those
 * who use it. Over HTTP there is no such path.
 */
const WINDOW_ONLY = new Set([
  'library.recent',
  'library.look',
  'library.open',
  'library.close',
  ...Object.keys(contract.system)
    .filter((name) => name !== 'health')
    .map((name) => `system.${name}`),
]);

export function isExposed({ path }: { path: readonly string[] }): boolean {
  return !WINDOW_ONLY.has(path.join('.'));
}
