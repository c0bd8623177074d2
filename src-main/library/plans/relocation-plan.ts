import { join } from 'node:path';
import type { Plan, PlanLine } from '../../../src-preload/contract/plans.ts';
import type { Db } from '../../db/connection.ts';
import type { FileRow, ProjectRow, TrashRow } from '../../db/rows.ts';
import { toAppError } from '../../files/app-error.ts';
import { look } from '../../files/move-file.ts';
import { isPlaceAway } from '../../files/place-away.ts';
import { missingFiles, type PhotoBundle } from '../bundle-rows.ts';
import { isPlaceFree } from '../free-place.ts';
import { membersOf, placeBundle } from '../place-bundle.ts';
import type { Draft } from './assemble.ts';

/** A photo that is to go somewhere: with what comes back of it from the trash, and what is in a project already. */
export interface Wayfarer {
  bundle: PhotoBundle;
  restore: readonly TrashRow[];
  to: ProjectRow;
  base: string;
}

/**
 * Where every file would go, collisions resolved as they would be. Names that two photos of one plan both want are told
 * apart like those that are taken already.
 */
export async function draftRelocation(
  db: Db,
  root: string,
  input: { kind: Plan['kind']; photos: Iterable<Wayfarer>; projectOf(id: number): ProjectRow | null },
): Promise<Draft> {
  const lines: PlanLine[] = [];
  const collisions: Plan['collisions'] = [];
  const folders = new Map<number, string>();
  const promised = new Set<string>();
  for (const { bundle, restore, to, base } of input.photos) {
    const { photo } = bundle;
    const folder = join(root, to.folder);
    folders.set(to.id, folder);
    const wanted = { photoId: photo.id, projectId: to.id, folder, itemId: null };
    const keyOf = (name: string) => `${to.id}/${name}`;
    const homeOf = (row: TrashRow) => join(root, (input.projectOf(row.project_id) ?? bundle.project).folder);
    const pathOf = (row: TrashRow) => join(homeOf(row), row.trash_path);
    try {
      const [there, gone] = await sortOutGone(restore, homeOf);
      const place = await placeBundle(
        membersOf(photo.base_name, bundle.files, there, missingFiles(db, photo.id)),
        base,
        async (choice) => {
          for (const name of choice.names.values()) if (promised.has(keyOf(name))) return false;
          return await isPlaceFree(db, wanted, choice);
        },
      );
      for (const name of place.names.values()) promised.add(keyOf(name));
      const isRenamed = place.base !== base;
      if (isRenamed) collisions.push({ photoId: photo.id, photo: base, becomes: place.base });
      const add = (file: FileRow | TrashRow, from: string, action: 'restore' | 'move', fileId: number) => {
        const target = join(folder, place.names.get(fileId) ?? file.path);
        if (action === 'move' && from === target) return;
        lines.push({
          ...lineOf(bundle, to, file),
          action,
          path: from,
          target,
          reason: isRenamed ? 'collision' : file.role === 'sidecar' ? 'rider' : 'asked',
          problem: null,
        });
      };
      for (const row of there) add(row, pathOf(row), 'restore', row.file_id);
      // The others come back all the same.
      for (const row of gone) {
        const problem = { code: 'file_missing' };
        const line = { ...lineOf(bundle, to, row), action: 'restore', path: pathOf(row) } as const;
        lines.push({ ...line, target: null, reason: 'asked', problem });
      }
      for (const file of bundle.files)
        add(file, join(root, bundle.project.folder, file.path), 'move', file.id);
    } catch (error) {
      const { code, detail } = toAppError(error);
      const problem = { code, ...(detail === undefined ? {} : { detail }) };
      for (const file of [...restore, ...bundle.files]) {
        const path = join(root, bundle.project.folder, file.path);
        lines.push({
          ...lineOf(bundle, to, file),
          action: 'move',
          path,
          target: null,
          reason: 'asked',
          problem,
        });
      }
    }
  }
  return { kind: input.kind, lines, collisions, folders };
}

/** Somebody can have taken them out of the trash by hand. Of a project that is away, nobody can say. */
async function sortOutGone(
  rows: readonly TrashRow[],
  homeOf: (row: TrashRow) => string,
): Promise<[there: TrashRow[], gone: TrashRow[]]> {
  const [there, gone]: [TrashRow[], TrashRow[]] = [[], []];
  for (const row of rows) {
    const isGone = (await look(join(homeOf(row), row.trash_path))) === null;
    (isGone && !(await isPlaceAway(homeOf(row))) ? gone : there).push(row);
  }
  return [there, gone];
}

function lineOf({ photo }: PhotoBundle, to: ProjectRow, file: FileRow | TrashRow) {
  return {
    photoId: photo.id,
    photo: photo.base_name,
    projectId: to.id,
    project: to.name,
    role: file.role,
    bytes: file.bytes,
  };
}
