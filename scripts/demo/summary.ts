import { basename, join, relative } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { pino } from 'pino';
import { createRouter } from '../../src-main/api/router.ts';
import { createApp } from '../../src-main/engine/app.ts';
import { problemText } from '../../src-preload/contract/problem-texts.ts';
import { projectRoot } from '../project-root.ts';

interface FileSummary {
  path: string;
  outcome: string;
  /** Name of the photo it belongs to; empty where it is part of none. */
  photo: string;
  thumbnail: string;
  message: string;
}

export interface Summary {
  files: FileSummary[];
  photos: number;
}

/** What became of every file, read by the engine without any Electron: the library is the same to both. */
export async function readSummary(library: string): Promise<Summary> {
  const app = await createApp({
    settingsFile: null,
    resourcesDir: join(projectRoot, 'resources'),
    log: pino({ level: 'silent' }),
    shell: null,
  });
  try {
    await app.openLibrary(library, false);
    const client = createRouterClient(createRouter(app), { context: {} });
    const { photos } = await client.photos.query({ limit: 1000 });
    const photoById = new Map(photos.map((photo) => [photo.id, photo]));
    const { tasks } = await client.tasks.list({ limit: 100 });
    const files: FileSummary[] = [];
    for (const task of tasks.toReversed()) {
      const { items } = await client.tasks.items({ taskId: task.id, limit: 2000 });
      for (const file of items.flatMap((item) => item.files)) {
        const photo = file.photoId === null ? undefined : photoById.get(file.photoId);
        const reason = file.problem ?? photo?.damage ?? photo?.thumbnail.reason ?? null;
        files.push({
          path: file.path,
          outcome: file.outcome,
          photo: photo?.name ?? '',
          thumbnail: photo?.thumbnail.status ?? '',
          message: reason === null ? '' : problemText(reason).sentence,
        });
      }
    }
    return { files, photos: photos.length };
  } finally {
    await app.close();
  }
}

export function printSummary(summary: Summary, samplesFolder: string, say: (line: string) => void): void {
  const rows = summary.files.map(({ path, outcome, photo, thumbnail, message }) => {
    const inside = relative(samplesFolder, path);
    return [inside.startsWith('..') ? basename(path) : inside, outcome, photo, thumbnail, message];
  });
  const table = [['file', 'outcome', 'photo', 'thumbnail', 'message'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  say('');
  for (const row of table) {
    say(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
  const counts = new Map<string, number>();
  for (const { outcome } of summary.files) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  say('');
  say(
    `${summary.photos} photos from ${summary.files.length} files: ${[...counts].map(([name, count]) => `${count} ${name}`).join(', ')}`,
  );
}
