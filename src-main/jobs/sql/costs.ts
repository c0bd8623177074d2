import { type Db, execute, selectAll } from '../../db/connection.ts';

export interface ItemCostRow {
  job_type: string;
  kind: string;
  samples: number;
  mean_ms: number;
}

export function itemCosts(db: Db): ItemCostRow[] {
  return selectAll<ItemCostRow>(db, `SELECT * FROM item_costs`);
}

export function storeItemCost(db: Db, row: ItemCostRow): void {
  execute(
    db,
    `INSERT INTO item_costs(job_type, kind, samples, mean_ms) VALUES (@job_type, @kind, @samples, @mean_ms)
     ON CONFLICT(job_type, kind) DO UPDATE SET samples = excluded.samples, mean_ms = excluded.mean_ms`,
    { ...row },
  );
}

export interface EtaCheck {
  taskId: string;
  taskType: string;
  at: number;
  lowMs: number;
  highMs: number;
  actualMs: number;
}

/** Checks kept in all: enough to know how far off we usually are, few enough to forget how we were long ago. */
const KEPT_CHECKS = 1000;

export function storeEtaCheck(db: Db, check: EtaCheck): void {
  execute(
    db,
    `INSERT INTO eta_checks(task_id, task_type, at, low_ms, high_ms, actual_ms)
     VALUES (@taskId, @taskType, @at, @lowMs, @highMs, @actualMs)`,
    { ...check },
  );
  execute(
    db,
    `DELETE FROM eta_checks WHERE id <= (SELECT id FROM eta_checks ORDER BY id DESC LIMIT 1 OFFSET ${KEPT_CHECKS})`,
  );
}

/** How the truth compared to the middle of the range, newest first, for tasks of one type. */
export function etaRatios(db: Db, taskType: string, limit = 50): number[] {
  return selectAll<{ ratio: number }>(
    db,
    `SELECT actual_ms * 2.0 / max(1, low_ms + high_ms) AS ratio FROM eta_checks WHERE task_type = @taskType
     ORDER BY id DESC LIMIT @limit`,
    { taskType, limit },
  ).map((row) => row.ratio);
}
