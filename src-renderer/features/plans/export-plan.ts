import type { Plan } from '../../../src-preload/contract/plans.ts';
import { saveFile } from '../../lib/save-file.ts';

/** `safelight-commit-2026-05-12T14-03-22.json`: no colon, which some file systems refuse. */
export function exportName(plan: Pick<Plan, 'kind' | 'madeAt'>): string {
  const when = new Date(plan.madeAt).toISOString().slice(0, 19).replaceAll(':', '-');
  return `safelight-${plan.kind.replaceAll('_', '-')}-${when}.json`;
}

export function exportPlan(plan: Plan): void {
  saveFile(exportName(plan), `${JSON.stringify(plan, null, 2)}\n`);
}
