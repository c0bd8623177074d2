import type { Canvas } from './canvas.ts';

/** Something to photograph. It draws in units of its own height, so it looks the same at every size. */
export interface Scene {
  readonly name: string;
  /** Width over height. */
  readonly aspect: number;
  paint(canvas: Canvas): void | Promise<void>;
}
