import type { KeepState } from './decision.ts';

export const KEEP_LABELS: Record<KeepState, string> = {
  kept: 'Kept',
  rejected: 'Rejected',
  jpg: 'JPG only',
  raw: 'RAW only',
};
