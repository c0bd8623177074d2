import { z } from 'zod';

/** Waiting for a time · for a slot · at work · for something outside (a drive) · and the three ends. */
export const jobState = z.enum([
  'scheduled',
  'queued',
  'running',
  'parked',
  'completed',
  'failed',
  'canceled',
]);
export type JobState = z.infer<typeof jobState>;

export const itemState = z.enum(['pending', 'running', 'done', 'failed', 'skipped', 'canceled']);
export type ItemState = z.infer<typeof itemState>;

/** completed: every item done or skipped · failed: it ended and at least one item failed · canceled: someone stopped it. */
export const taskState = z.enum([
  'queued',
  'running',
  'paused',
  'waiting',
  'completed',
  'failed',
  'canceled',
]);
export type TaskState = z.infer<typeof taskState>;

export const stepState = z.enum(['pending', 'active', 'done', 'skipped']);
export type StepState = z.infer<typeof stepState>;

export const lane = z.enum(['priority', 'normal']);
export type Lane = z.infer<typeof lane>;

export const scope = z.enum(['project', 'photo_set', 'global']);
export type Scope = z.infer<typeof scope>;

/** 0…100. From `pipeline.priority_threshold` on, work belongs to the priority lane. */
export const priority = z.int().min(0).max(100);
