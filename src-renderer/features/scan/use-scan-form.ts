import { useRef, useState } from 'react';
import type { ScanParams } from '../../../src-preload/contract/batch.ts';
import { announce } from '../../app/live-regions.tsx';
import { showTasks } from '../../app/view.ts';
import { client } from '../../lib/rpc/client.ts';
import { keepDraft, openResults } from './open-scan.ts';
import { readForm, type ScanField, type ScanForm } from './scan-form.ts';
import { NO_TROUBLE, type ScanTrouble, scanTrouble } from './scan-trouble.ts';
import { type Preview, usePreview } from './use-preview.ts';

export interface ScanFormState {
  form: ScanForm;
  trouble: ScanTrouble;
  /** How often something was refused: each time, the focus goes to what is to blame. */
  refusals: number;
  preview: Preview;
  /** Something is under way that must not be begun twice. */
  busy: boolean;
  change(part: Partial<ScanForm>): void;
  /** Says what is wrong, and leads to the first field that is to blame. */
  refuse(trouble: ScanTrouble): void;
  look(): Promise<void>;
  start(): Promise<void>;
  /** Does something with what was typed; what it is refused with is brought to its field. */
  attempt(act: (params: ScanParams) => Promise<unknown>): Promise<void>;
}

/** What is typed, what is wrong with it, and what it would do. */
export function useScanForm(initial: ScanForm): ScanFormState {
  const [form, setForm] = useState(initial);
  const [trouble, setTrouble] = useState(NO_TROUBLE);
  const [refusals, setRefusals] = useState(0);
  const [busy, setBusy] = useState(false);
  const working = useRef(false);
  const preview = usePreview();

  const change = (part: Partial<ScanForm>) => {
    setForm((before) => ({ ...before, ...part }));
    // What was wrong with what is being changed may be right now; the rest still stands.
    setTrouble(({ fields, runningTask }) => {
      const left = { ...fields };
      for (const field of Object.keys(part)) delete left[field as ScanField];
      if ('action' in part) delete left.projectId;
      return { fields: left, general: null, runningTask: 'path' in part ? null : runningTask };
    });
    // What was seen is no longer what would be done.
    if (preview.seen !== null || preview.looking) preview.drop();
  };
  const refuse = (next: ScanTrouble) => {
    setTrouble(next);
    setRefusals((times) => times + 1);
    const [first] = Object.values(next.fields);
    if (first !== undefined) announce(first, 'assertive');
  };
  /** Reads what was typed, and brings what is wrong with it to its field. */
  const tried = async (act: (params: ScanParams) => Promise<unknown>) => {
    const read = readForm(form);
    if ('problems' in read) return refuse({ ...NO_TROUBLE, fields: read.problems });
    setTrouble(NO_TROUBLE);
    try {
      await act(read.params);
    } catch (error) {
      refuse(scanTrouble(error, form));
    }
  };
  const attempt: ScanFormState['attempt'] = async (act) => {
    if (working.current) return;
    working.current = true;
    setBusy(true);
    await tried(act);
    working.current = false;
    setBusy(false);
  };
  return {
    form,
    trouble,
    refusals,
    preview,
    busy,
    change,
    refuse,
    attempt,
    // What is begun while one still looks goes before the look.
    look: () => tried(preview.look),
    start: () =>
      attempt(async (params) => {
        await preview.release();
        const { taskId } = await client.batch.start({ ...params, dryRun: false });
        keepDraft(null);
        showTasks();
        openResults(taskId);
        announce('The scan has begun.');
      }),
  };
}
