import type { FocusEvent } from 'react';

/**
 * A field loses the focus as well when the whole window does: somebody looks something up, and types on when they are back.
 * @returns false in that case
 */
export function isFieldLeft(event: FocusEvent): boolean {
  return document.activeElement !== event.currentTarget;
}
