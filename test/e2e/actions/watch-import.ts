import { setTimeout as delay } from 'node:timers/promises';
import type { Locator } from 'playwright';
import type { TestApp } from '../harness/app.ts';

const ENDED = 'self::*[@data-state="completed" or @data-state="failed" or @data-state="canceled"]';

/** Waits for the task of a row to end, and says how. */
export async function waitForEnd(row: Locator, timeoutMs = 45_000): Promise<string | null> {
  try {
    await row.locator(`xpath=${ENDED}`).waitFor({ timeout: timeoutMs });
  } catch (error) {
    throw new Error(`the task did not end within ${timeoutMs} ms: ${await row.textContent()}`, {
      cause: error,
    });
  }
  return row.getAttribute('data-state');
}

/** How many cells of the grid show a picture that has really been decoded. */
export function picturesShown(app: TestApp): Promise<number> {
  return app.page.getByTestId('photo-cell').evaluateAll(
    (cells) =>
      cells.filter((cell) => {
        const image = cell.querySelector('img');
        return image?.complete === true && image.naturalWidth > 0;
      }).length,
  );
}

/** Waits until so many pictures are on the screen. */
export async function waitForPictures(app: TestApp, atLeast: number, timeoutMs = 20_000): Promise<void> {
  for (const end = performance.now() + timeoutMs; (await picturesShown(app)) < atLeast; ) {
    if (performance.now() > end)
      throw new Error(`only ${await picturesShown(app)} of ${atLeast} pictures after ${timeoutMs} ms`);
    await delay(30);
  }
}

/** Notes in which states of the newest task a picture was on the screen: asked from here, a slow answer would miss some. */
export async function noteStatesWithPictures(app: TestApp): Promise<() => Promise<string[]>> {
  await app.page.evaluate(() => {
    const states = new Set<string>();
    setInterval(() => {
      const images = [...document.querySelectorAll<HTMLImageElement>('[data-testid="photo-cell"] img')];
      if (!images.some((image) => image.complete && image.naturalWidth > 0)) return;
      states.add(document.querySelector<HTMLElement>('[data-testid="task-row"]')?.dataset.state ?? 'none');
    }, 10);
    Object.assign(window, { statesWithPictures: states });
  });
  type Page = { statesWithPictures: Set<string> };
  return () => app.page.evaluate(() => [...(window as unknown as Page).statesWithPictures]);
}

/** Counts every toast that ever appears from now on, by its text: a glance later would miss those that went away. */
export async function countToasts(app: TestApp): Promise<() => Promise<string[]>> {
  await app.page.evaluate(() => {
    const seen: string[] = [];
    const known = new WeakSet<Element>();
    const look = () => {
      for (const toast of document.querySelectorAll('[data-testid="toast"]')) {
        if (known.has(toast)) continue;
        known.add(toast);
        seen.push(toast.textContent ?? '');
      }
    };
    look();
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true });
    Object.assign(window, { toastsSeen: seen });
  });
  return () => app.page.evaluate(() => (window as unknown as { toastsSeen: string[] }).toastsSeen);
}
