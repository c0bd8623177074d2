import type { TestApp } from '../harness/app.ts';

/**
 * What a person cannot read to its end: texts that are cut short, and things that reach beyond the part of the window they
 * belong to.
 * @param parts selectors of these parts
 */
export function cutOff(app: TestApp, parts: readonly string[]): Promise<string[]> {
  return app.page.evaluate((selectors) => {
    const found: string[] = [];
    for (const selector of selectors) {
      const part = document.querySelector(selector);
      if (part === null) throw new Error(`there is no ${selector}`);
      const frame = part.getBoundingClientRect();
      for (const element of part.querySelectorAll<HTMLElement>('*')) {
        const box = element.getBoundingClientRect();
        // Not shown, or only said: two pixels are no place for words.
        if (box.width < 2 || box.height < 2) continue;
        const isShort =
          element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX === 'hidden';
        const isOutside = box.right > frame.right + 0.5 || box.bottom > frame.bottom + 0.5;
        if (isShort || isOutside)
          found.push(`${selector}: ${element.dataset.testid ?? element.tagName} “${element.textContent}”`);
      }
    }
    return found;
  }, parts);
}
