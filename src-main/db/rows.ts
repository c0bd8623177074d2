import type { FileRole } from '../../src-preload/contract/photos.ts';
import type {
  ItemState,
  JobState,
  Lane,
  Scope,
  StepState,
  TaskState,
} from '../../src-preload/contract/states.ts';

/** Rows as SQLite gives them: snake_case, booleans as 0/1, JSON as text. */

export interface ProjectRow {
  id: number;
  name: string;
  folder: string;
  created_at: number;
  updated_at: number;
  deleted_at: number | null;
  delete_task_id: string | null;
  deleted_folder: string | null;
  volume_id: string | null;
}

export interface PhotoRow {
  id: number;
  project_id: number;
  base_name: string;
  taken_at: string | null;
  taken_offset_minutes: number | null;
  taken_offset_source: string | null;
  sort_at: number;
  width: number | null;
  height: number | null;
  camera_make: string | null;
  camera_model: string | null;
  lens: string | null;
  latitude: number | null;
  longitude: number | null;
  jpg_available: 0 | 1;
  raw_available: 0 | 1;
  other_available: 0 | 1;
  keep_jpg: 0 | 1;
  keep_raw: 0 | 1;
  present: 0 | 1;
  pending: 0 | 1;
  rating: number;
  title: string | null;
  caption: string | null;
  /** JSON list. */
  people: string;
  unwritten: 0 | 1;
  damage_code: string | null;
  damage_detail: string | null;
  created_at: number;
  updated_at: number;
}

export interface FileRow {
  id: number;
  photo_id: number;
  project_id: number;
  path: string;
  role: FileRole;
  format: string;
  bytes: number;
  mtime_ms: number;
  sha256: string;
  problem_code: string | null;
  problem_detail: string | null;
  created_at: number;
  missing_at: number | null;
  verified_at: number | null;
  verify_tried_at: number | null;
}

export interface DerivativeRow {
  photo_id: number;
  kind: 'thumbnail' | 'preview';
  status: 'pending' | 'ready' | 'placeholder' | 'failed';
  name: string | null;
  source_sha256: string | null;
  width: number | null;
  height: number | null;
  bytes: number | null;
  reason_code: string | null;
  reason_detail: string | null;
  updated_at: number;
}

export interface TaskRow {
  id: string;
  type: string;
  scope: Scope;
  project_id: number | null;
  source: 'user' | 'maintenance';
  state: TaskState;
  params: string;
  requested_by: string;
  created_at: number;
  started_at: number | null;
  finished_at: number | null;
  cancel_requested_at: number | null;
  cancel_requested_by: string | null;
  paused_at: number | null;
  paused_by: string | null;
  exclusive_key: string | null;
  schedule_id: string | null;
  building: 0 | 1;
}

export interface TaskStepRow {
  task_id: string;
  step: number;
  job_type: string;
  priority: number;
  source: 'user' | 'maintenance';
  state: StepState;
  skip_if_not_needed: 0 | 1;
}

export interface JobRow {
  id: number;
  task_id: string | null;
  task_type: string | null;
  step: number;
  chunk: number;
  type: string;
  scope: Scope;
  project_id: number | null;
  source: 'user' | 'maintenance';
  lane: Lane;
  priority: number;
  payload: string;
  state: JobState;
  parked_reason: string | null;
  run_at: number;
  attempt: number;
  max_attempts: number;
  crash_count: number;
  lease: string | null;
  heartbeat_at: number | null;
  cancel_requested_at: number | null;
  dedupe_key: string | null;
  discovering: 0 | 1;
  total: number;
  succeeded: number;
  skipped: number;
  failed: number;
  canceled: number;
  error_code: string | null;
  error_detail: string | null;
  created_at: number;
  started_at: number | null;
  finished_at: number | null;
  turn: number;
  held: 0 | 1;
  paused_at: number | null;
  paused_by: string | null;
  cancel_requested_by: string | null;
  parked_detail: string | null;
  discover_cursor: string | null;
  cost_total: number;
  cost_done: number;
  unstored_errors: number;
}

export interface JobItemRow {
  id: number;
  job_id: number;
  ref: string;
  photo_id: number | null;
  payload: string;
  result: string | null;
  state: ItemState;
  run_at: number;
  attempt: number;
  crash_count: number;
  interrupted: number;
  run_alone: 0 | 1;
  error_code: string | null;
  error_detail: string | null;
  duration_ms: number | null;
  started_at: number | null;
  finished_at: number | null;
  kind: string | null;
  cost: number;
}

export interface FileOpRow {
  id: number;
  kind: 'copy_in' | 'move' | 'trash' | 'restore' | 'purge' | 'write' | 'project';
  state: 'intended' | 'done' | 'undone' | 'abandoned';
  task_id: string | null;
  item_id: number | null;
  project_id: number | null;
  source_project_id: number | null;
  photo_id: number | null;
  file_id: number | null;
  base_name: string | null;
  source: string;
  target: string;
  bytes: number | null;
  mtime_ms: number | null;
  sha256: string | null;
  adopts: 0 | 1;
  created_at: number;
  done_at: number | null;
  kept: string | null;
  written_sha256: string | null;
}

export interface TrashRow {
  file_id: number;
  photo_id: number;
  project_id: number;
  task_id: string;
  trashed_at: number;
  trash_path: string;
  base_name: string;
  path: string;
  role: FileRole;
  format: string;
  bytes: number;
  mtime_ms: number;
  sha256: string;
  problem_code: string | null;
  problem_detail: string | null;
  created_at: number;
  verified_at: number | null;
}

export interface FileVersionRow {
  id: number;
  task_id: string;
  photo_id: number;
  file_id: number;
  project_id: number;
  path: string;
  kept: string | null;
  bytes: number | null;
  mtime_ms: number | null;
  sha256: string | null;
  written_sha256: string;
  known: string | null;
  state: 'kept' | 'undone' | 'purged';
  written_at: number;
}
