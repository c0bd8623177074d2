import { flushSync } from 'react-dom';
import { useView } from '../../app/view.ts';
import { tellOfDecision } from '../culling/last-decision.ts';

/** Opens the information where it is closed, with the focus in its first field. */
export function openEditor(): void {
  const { loupe, set } = useView.getState();
  flushSync(() => set(loupe ? { info: true } : { gridInfo: true }));
  const first = document.querySelector<HTMLInputElement>('[data-testid=info-title]');
  if (first === null) tellOfDecision('No photo is under the cursor, and none is selected', false);
  first?.focus();
  first?.setSelectionRange(first.value.length, first.value.length);
}
