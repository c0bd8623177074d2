/** The document of these tests lays nothing out, so a list would think that it has room for no row. Gives it some. */
export function giveRoom(width = 800, height = 600): void {
  for (const [name, value] of [
    ['clientWidth', width],
    ['clientHeight', height],
  ] as const)
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value });
}
