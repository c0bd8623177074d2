import type { FileRole } from '../../../src-preload/contract/files.ts';
import type { Plan, PlanLine } from '../../../src-preload/contract/plans.ts';
import { diskSpace } from '../../files/free-space.ts';
import { isPlaceAway } from '../../files/place-away.ts';

export interface Draft {
  kind: Plan['kind'];
  lines: PlanLine[];
  collisions?: Plan['collisions'];
  keptLastPicture?: number;
  /** Folders of the projects concerned. */
  folders: ReadonlyMap<number, string>;
}

/** The plan for people: lines added up, and what is known of the volumes they are on. */
export async function assemble(draft: Draft, input: { lineLimit: number; now: number }): Promise<Plan> {
  // By name, as people look for them: ids follow the order in which an import happened to end.
  const lines = draft.lines.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return {
    kind: draft.kind,
    madeAt: input.now,
    totals: {
      photos: new Set(lines.map(({ photoId, projectId }) => photoId ?? `project ${projectId}`)).size,
      files: lines.length,
      bytes: sumOfBytes(lines),
    },
    byRole: byRole(lines),
    collisions: draft.collisions ?? [],
    volumes: await volumesOf(draft),
    keptLastPicture: draft.keptLastPicture ?? 0,
    lines: lines.slice(0, input.lineLimit),
    moreLines: Math.max(0, lines.length - input.lineLimit),
  };
}

function byRole(lines: readonly PlanLine[]): Plan['byRole'] {
  const roles = Map.groupBy(
    lines.filter((line): line is PlanLine & { role: FileRole } => line.role !== null),
    ({ role }) => role,
  );
  return [...roles].map(([role, own]) => ({ role, files: own.length, bytes: sumOfBytes(own) }));
}

async function volumesOf({ lines, folders }: Draft): Promise<Plan['volumes']> {
  const own = Map.groupBy(lines, ({ projectId }) => folders.get(projectId) ?? '');
  return await Promise.all(
    [...own].map(async ([path, on]) => {
      const away = await isPlaceAway(path);
      const freeBytes = away ? null : (await diskSpace(path)).freeBytes;
      return { path, files: on.length, bytes: sumOfBytes(on), freeBytes, away };
    }),
  );
}

function sumOfBytes(lines: readonly { bytes: number }[]): number {
  return lines.reduce((sum, { bytes }) => sum + bytes, 0);
}
