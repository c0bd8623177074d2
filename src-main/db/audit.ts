import { type Db, execute } from './connection.ts';

export interface AuditEntry {
  at: number;
  /** `task`, `person`, `scheduler`, … */
  actor: string;
  action: string;
  taskId: string | null;
  projectId: number | null;
  photoId: number | null;
  detail: unknown;
}

/** Part of the transaction of the change itself, so that neither is there without the other. */
export function recordAudit(db: Db, entry: AuditEntry): void {
  execute(
    db,
    `INSERT INTO audit(at, actor, action, task_id, project_id, photo_id, detail)
     VALUES (@at, @actor, @action, @taskId, @projectId, @photoId, @detail)`,
    { ...entry, detail: JSON.stringify(entry.detail) },
  );
}
