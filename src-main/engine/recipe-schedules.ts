import { resolve } from 'node:path';
import type { Config } from '../config/schema.ts';
import type { Db } from '../db/connection.ts';
import { toAppError } from '../files/app-error.ts';
import { listRecipes, recipeScheduleId } from '../library/recipes.ts';
import type { TaskDefinition, TaskDefinitions } from '../tasks/definitions.ts';
import type { StartTask } from '../tasks/start-task.ts';
import { scanDefinition } from './batch/start-scan.ts';
import type { OwnSchedule } from './scheduler.ts';

/**
 * The recipes that run by the clock. What is wrong with one by now (its folder is gone, its project was deleted) is told
 * by the task that it starts: nobody is there to be refused.
 */
export function recipeSchedules(
  db: Db,
  settings: { definitions: TaskDefinitions; config: Config },
  start: (definition: TaskDefinition, input: Omit<StartTask, 'id' | 'now'>) => string,
): OwnSchedule[] {
  return listRecipes(db).flatMap(
    ({ id, name, schedule, createdAt: _made, updatedAt: _changed, ...params }) => {
      if (schedule === null) return [];
      const scheduleId = recipeScheduleId(id);
      const begin = (): string | null => {
        try {
          return start(scanDefinition(settings, params), {
            type: 'batch_scan',
            projectId: null,
            // As it is told of, and without what says nothing: where its links lead is found out when it begins.
            params: { ...params, path: resolve(params.path), dryRun: false },
            items: [],
            requestedBy: 'scheduler',
            scheduleId,
          });
        } catch (error) {
          const failure = toAppError(error);
          if (failure.code !== 'already_running') throw failure;
          return (JSON.parse(failure.detail ?? '{}') as { taskId?: string }).taskId ?? null;
        }
      };
      return [{ id: scheduleId, label: `Batch scan: ${name}`, cron: schedule, start: begin }];
    },
  );
}
