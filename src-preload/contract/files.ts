import { z } from 'zod';

export const fileRole = z.enum(['image', 'raw', 'sidecar', 'video', 'other']);
export type FileRole = z.infer<typeof fileRole>;

/** A stable code and the detail it needs. Text for people is made from it, never stored as the only truth. */
export const problem = z.object({ code: z.string(), detail: z.string().optional() });
export type Problem = z.infer<typeof problem>;
