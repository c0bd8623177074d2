import { create } from 'zustand';
import type { ChangeTarget } from '../../../src-preload/contract/changes.ts';
import type { TrashTarget } from '../../../src-preload/contract/trash.ts';

/** What somebody wants to do to originals. Lists of ids may be of any length: they are cut into calls later. */
export type PlanRequest =
  | { kind: 'commit'; target: ChangeTarget }
  | { kind: 'undo'; taskId: string }
  | { kind: 'restore'; target: TrashTarget }
  | { kind: 'purge'; target: TrashTarget }
  | { kind: 'move'; ids: readonly number[]; projectId: number }
  | { kind: 'project_delete'; id: number };

interface PlanState {
  request: PlanRequest | null;
  /** Grows with each opening: the same request is looked at anew, as files may have changed since. */
  opened: number;
}

export const usePlanRequest = create<PlanState>()(() => ({ request: null, opened: 0 }));

/** Shows what would happen to which file, with one button that does it. Nothing is changed before that is pressed. */
export function openPlan(request: PlanRequest): void {
  usePlanRequest.setState(({ opened }) => ({ request, opened: opened + 1 }));
}

export function closePlan(): void {
  usePlanRequest.setState({ request: null });
}
