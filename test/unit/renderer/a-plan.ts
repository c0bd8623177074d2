import type { Plan, PlanLine } from '../../../src-preload/contract/plans.ts';

export function aPlanLine(at: number, change: Partial<PlanLine> = {}): PlanLine {
  return {
    photoId: at,
    photo: `IMG_${at}`,
    projectId: 1,
    project: 'Shoot',
    action: 'trash',
    role: 'image',
    path: `/library/Shoot/IMG_${at}.JPG`,
    target: `/library/Shoot/.trash/t/IMG_${at}.JPG`,
    bytes: 1_000_000,
    reason: 'rejected',
    problem: null,
    ...change,
  };
}

export function aPlan(change: Partial<Plan> = {}): Plan {
  const lines = change.lines ?? [aPlanLine(1), aPlanLine(2)];
  return {
    kind: 'commit',
    madeAt: Date.UTC(2026, 4, 12, 14, 3, 22),
    totals: {
      photos: lines.length,
      files: lines.length,
      bytes: lines.reduce((sum, line) => sum + line.bytes, 0),
    },
    byRole: [{ role: 'image', files: lines.length, bytes: lines.length * 1_000_000 }],
    collisions: [],
    volumes: [
      {
        path: '/library',
        files: lines.length,
        bytes: lines.length * 1_000_000,
        freeBytes: 5e10,
        away: false,
      },
    ],
    keptLastPicture: 0,
    moreLines: 0,
    ...change,
    lines,
  };
}
