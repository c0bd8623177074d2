import type { Plan } from '../../../src-preload/contract/plans.ts';

/** Several plans of one kind, shown as one. Null where there is none. */
export function mergePlans(plans: readonly Plan[]): Plan | null {
  const [first, ...others] = plans;
  return first === undefined ? null : others.reduce(merge, first);
}

function merge(a: Plan, b: Plan): Plan {
  return {
    kind: a.kind,
    madeAt: Math.min(a.madeAt, b.madeAt),
    totals: {
      photos: a.totals.photos + b.totals.photos,
      files: a.totals.files + b.totals.files,
      bytes: a.totals.bytes + b.totals.bytes,
    },
    byRole: added(a.byRole, b.byRole, (entry) => entry.role),
    collisions: [...a.collisions, ...b.collisions],
    volumes: added(a.volumes, b.volumes, (volume) => volume.path),
    keptLastPicture: a.keptLastPicture + b.keptLastPicture,
    lines: [...a.lines, ...b.lines],
    moreLines: a.moreLines + b.moreLines,
  };
}

interface Counted {
  files: number;
  bytes: number;
}

function added<T extends Counted>(a: readonly T[], b: readonly T[], keyOf: (entry: T) => string): T[] {
  const sums = new Map(a.map((entry) => [keyOf(entry), entry]));
  for (const entry of b) {
    const before = sums.get(keyOf(entry));
    sums.set(
      keyOf(entry),
      before === undefined
        ? entry
        : { ...before, files: before.files + entry.files, bytes: before.bytes + entry.bytes },
    );
  }
  return [...sums.values()];
}
