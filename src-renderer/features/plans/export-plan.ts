import type { Plan } from '../../../src-preload/contract/plans.ts';

/** `safelight-commit-2026-05-12T14-03-22.json`: no colon, which some file systems refuse. */
export function exportName(plan: Pick<Plan, 'kind' | 'madeAt'>): string {
  const when = new Date(plan.madeAt).toISOString().slice(0, 19).replaceAll(':', '-');
  return `safelight-${plan.kind.replaceAll('_', '-')}-${when}.json`;
}

/** Hands a plan over as a file. The window asks where it should go. */
export function exportPlan(plan: Plan): void {
  const url = URL.createObjectURL(
    new Blob([`${JSON.stringify(plan, null, 2)}\n`], { type: 'application/json' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = exportName(plan);
  link.click();
  // Not at once: the download reads it after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
