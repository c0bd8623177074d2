import type { Pause, WaitingFor } from '../../../src-preload/contract/jobs.ts';
import { pausedText, waitingText } from '../../lib/texts/waiting.ts';
import { useNow } from '../../lib/use-now.ts';
import styles from './task-row.module.css';

const SECOND = 1000;
const MINUTE = 60_000;

interface WaitsProps {
  /** A task or a job. */
  work: { paused: Pause | null; waitingFor: WaitingFor | null };
  testId: string;
}

/** Why work does not go on, and who wanted that; nothing where it does. */
export function Waits({ work, testId }: WaitsProps) {
  const { paused, waitingFor } = work;
  const now = useNow(waitingFor?.reason === 'time' ? SECOND : MINUTE);
  const sentences = [
    ...(paused === null ? [] : [pausedText(paused, now)]),
    ...(waitingFor === null ? [] : [waitingText(waitingFor, now)]),
  ];
  if (sentences.length === 0) return null;
  return (
    <p className={styles.waits} data-testid={testId}>
      {sentences.map((sentence) => `${sentence}.`).join(' ')}
    </p>
  );
}
