import { flushSync } from 'react-dom';
import { useView } from '../../app/view.ts';

/** Opens the information where it is closed, with the focus in its first field. */
export function openEditor(): void {
  const { loupe, set } = useView.getState();
  flushSync(() => set(loupe ? { info: true } : { gridInfo: true }));
  document.querySelector<HTMLInputElement>('[data-testid=info-title]')?.select();
}
