import type { Locator } from 'playwright';
import { expect } from 'vitest';
import type { TestApp } from '../harness/app.ts';

const ENDED = new Set(['completed', 'failed', 'canceled']);

/** Waits for the task of a row to end, and says how. */
export async function waitForEnd(row: Locator, timeoutMs = 45_000): Promise<string | null> {
  await expect
    .poll(async () => ENDED.has((await row.getAttribute('data-state')) ?? ''), {
      timeout: timeoutMs,
      interval: 50,
    })
    .toBe(true);
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
  await expect
    .poll(() => picturesShown(app), { timeout: timeoutMs, interval: 30 })
    .toBeGreaterThanOrEqual(atLeast);
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
