import { LiveRegions } from '../../../src-renderer/app/live-regions.tsx';
import { showProject, useView } from '../../../src-renderer/app/view.ts';
import { setAdvance } from '../../../src-renderer/features/culling/advance.ts';
import { tellOfDecision } from '../../../src-renderer/features/culling/last-decision.ts';
import { clearSelection } from '../../../src-renderer/features/culling/selection.ts';
import { LibraryView } from '../../../src-renderer/features/grid/library-view.tsx';
import { photoStore } from '../../../src-renderer/features/grid/photos.ts';
import { usePhotoIndex } from '../../../src-renderer/features/grid/use-photo-index.ts';
import { Loupe } from '../../../src-renderer/features/loupe/loupe.tsx';
import { useCommandKeys } from '../../../src-renderer/lib/commands/registry.tsx';
import { during, show } from './engine-behind.tsx';

/** The DOM of the tests measures nothing: a window that has room for all photos of a test. */
export function giveRoom(): void {
  for (const [name, px] of [
    ['clientWidth', 1000],
    ['clientHeight', 2000],
  ] as const) {
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => px });
  }
}

function CullingWindow() {
  const loupe = useView((view) => view.loupe);
  const { shown } = usePhotoIndex();
  useCommandKeys(loupe ? 'loupe' : 'grid');
  return (
    <>
      <LibraryView covered={loupe} />
      {loupe && <Loupe photos={shown} />}
      <LiveRegions />
    </>
  );
}

/** The photos of the library with everything that decides about them; the cursor on the first. */
export async function openCulling(first: number | null = 1): Promise<HTMLElement> {
  await during(() => {
    photoStore.clear();
    clearSelection();
    setAdvance(false);
    tellOfDecision('', false);
    showProject(null);
    useView.getState().set({ filtersOpen: false });
  });
  const { root } = await show(<CullingWindow />);
  await during(() => useView.getState().set({ cursor: first }));
  await during(() => root.querySelector<HTMLElement>('[role=grid]')?.focus());
  return root;
}

export const cell = (root: HTMLElement, id: number): HTMLElement => {
  const found = root.querySelector<HTMLElement>(`[data-photo-id="${id}"]`);
  if (found === null) throw new Error(`photo ${id} is not on screen`);
  return found;
};
export const textOf = (root: HTMLElement, testId: string): string | null =>
  root.querySelector(`[data-testid="${testId}"]`)?.textContent ?? null;
export const said = (root: HTMLElement, how: 'polite' | 'assertive' = 'polite'): string =>
  (root.querySelector(`[aria-live=${how}]`)?.textContent ?? '').trim();
export const cursor = (): number | null => useView.getState().cursor;
