import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { projectRoot } from './project-root.ts';

export const ICONS_FOLDER = join(projectRoot, 'resources', 'icons');
/** Windows and macOS, most Linux panels, and the first two at twice the density. */
export const TRAY_SIZES = [16, 22, 32] as const;

/**
 * Drawn on a field of 16 by 16. Each colour is about as far from black as from white, so that the icon is read on a
 * dark panel and on a light one; and each state has a shape of its own, because not everybody sees the colours.
 */
const TRAY_ICONS = {
  /** A lamp that is off. */
  idle: '<circle cx="8" cy="8" r="5.75" fill="none" stroke="#808080" stroke-width="2.5"/>',
  /** The amber of a safelight: the lamp is on, and its ring is on its way round. */
  working: `
    <path d="M 8 2.25 A 5.75 5.75 0 1 1 2.25 8" fill="none" stroke="#c77400" stroke-width="2.5" stroke-linecap="round"/>
    <circle cx="8" cy="8" r="3" fill="#c77400"/>`,
  /** Something is to be looked at. */
  attention: `
    <path d="M 8 1 L 15.5 14.5 L 0.5 14.5 Z" fill="#e5484d" stroke="#e5484d" stroke-width="1" stroke-linejoin="round"/>
    <path d="M 8 5.5 L 8 9.5" stroke="#ffffff" stroke-width="2" stroke-linecap="round"/>
    <circle cx="8" cy="12.4" r="1.1" fill="#ffffff"/>`,
};
export const TRAY_STATES = Object.keys(TRAY_ICONS) as (keyof typeof TRAY_ICONS)[];

/** `node scripts/run.mjs icons`: draws resources/icons anew. A test fails while they are stale. */
export async function main(): Promise<number> {
  await mkdir(ICONS_FOLDER, { recursive: true });
  for (const state of TRAY_STATES) {
    for (const size of TRAY_SIZES)
      await writeFile(trayIconFile(state, size), await drawTrayIcon(state, size));
  }
  console.log('resources/icons drawn');
  return 0;
}

export function trayIconFile(state: keyof typeof TRAY_ICONS, size: number): string {
  return join(ICONS_FOLDER, `tray-${state}-${size}.png`);
}

/** Drawn large and made smaller: the edges are smoother than those of the renderer at this size. */
export async function drawTrayIcon(state: keyof typeof TRAY_ICONS, size: number): Promise<Buffer> {
  const large = size * 8;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${large}" height="${large}" viewBox="0 0 16 16">${TRAY_ICONS[state]}</svg>`;
  return await sharp(Buffer.from(svg)).resize(size, size).png({ compressionLevel: 9 }).toBuffer();
}
