import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { drawTrayIcon, TRAY_SIZES, TRAY_STATES, trayIconFile } from '../../../scripts/icons.ts';

const DARK_PANEL = 0x1e;
const LIGHT_PANEL = 0xf5;

async function pixels(png: Buffer): Promise<{ data: Buffer; size: number }> {
  const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  expect(info.height).toBe(info.width);
  return { data, size: info.width };
}

/** Relative luminance, as WCAG defines it. */
function luminance(red: number, green: number, blue: number): number {
  const linear = (value: number) =>
    value <= 10.31 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function contrast(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const cases = TRAY_STATES.flatMap((state) => TRAY_SIZES.map((size) => ({ state, size })));

describe.each(cases)('the tray icon $state at $size px', ({ state, size }) => {
  test('is what the script draws (else: node scripts/run.mjs icons)', async () => {
    const stored = await pixels(await readFile(trayIconFile(state, size)));
    expect(stored.size).toBe(size);
    expect(stored.data.equals((await pixels(await drawTrayIcon(state, size))).data)).toBe(true);
  });

  test('is seen on a dark panel and on a light one', async () => {
    const { data } = await pixels(await drawTrayIcon(state, size));
    let legible = 0;
    for (let at = 0; at < data.length; at += 4) {
      const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(at, at + 4);
      if (alpha < 250) continue;
      const own = luminance(red, green, blue);
      const on = (panel: number) => contrast(own, luminance(panel, panel, panel));
      if (on(DARK_PANEL) >= 3 && on(LIGHT_PANEL) >= 3) legible += 1;
    }
    // A tenth of the field in a colour that is read on both.
    expect(legible / (size * size)).toBeGreaterThan(0.1);
  });
});

test('the states are told apart without colour', async () => {
  const shapes = await Promise.all(
    TRAY_STATES.map(async (state) => (await pixels(await drawTrayIcon(state, 16))).data),
  );
  for (const [index, one] of shapes.entries()) {
    for (const other of shapes.slice(index + 1)) {
      let differing = 0;
      for (let at = 3; at < one.length; at += 4) {
        if (Math.abs((one[at] ?? 0) - (other[at] ?? 0)) > 128) differing += 1;
      }
      expect(differing).toBeGreaterThan(25);
    }
  }
});
