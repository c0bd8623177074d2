import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import type { Recipe } from '../../../src-preload/contract/batch.ts';
import { shownPath } from '../../lib/format/path.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ActionFields } from './action-fields.tsx';
import { FilterFields } from './filter-fields.tsx';
import { closeScanDialog, keepDraft, openRecipes, openResults, type ScanDraft } from './open-scan.ts';
import { PreviewPart } from './preview-part.tsx';
import { RecipeFields } from './recipe-fields.tsx';
import { UNNAMED } from './scan-form.ts';
import styles from './scan-form-dialog.module.css';
import { useScanForm } from './use-scan-form.ts';
import { WhereFields } from './where-fields.tsx';

interface ScanFormDialogProps {
  initial: ScanDraft;
  /** The saved scan that is being changed. */
  recipe: Recipe | null;
}

/** Puts a scan together: where, what, and what to do with it; looks first, then begins, or saves it under a name. */
export function ScanFormDialog({ initial, recipe }: ScanFormDialogProps) {
  const state = useScanForm(initial.form);
  const { trouble, refusals, preview, busy } = state;
  const [saveAs, setSaveAs] = useState(initial.saveAs);
  const saving = saveAs !== null;
  /** One has just asked for the fields of the name; where they are there from the start, the folder comes first. */
  const [asked, setAsked] = useState(false);
  const folder = useRef<HTMLInputElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const formId = useId();
  useEffect(() => {
    if (refusals > 0) form.current?.querySelector<HTMLElement>('[aria-invalid], [data-invalid]')?.focus();
  }, [refusals]);
  const typed = state.form;
  useEffect(() => {
    if (recipe === null && (typed !== initial.form || saveAs !== initial.saveAs))
      keepDraft({ form: typed, saveAs });
  }, [recipe, typed, saveAs, initial]);
  const close = recipe === null ? closeScanDialog : openRecipes;
  const cancel = () => {
    if (recipe === null) keepDraft(null);
    close();
  };
  return (
    <Dialog
      open
      onClose={close}
      width="wide"
      title={recipe === null ? 'Scan a folder' : `Change “${shownPath(recipe.name)}”`}
      description="Looks through a folder and does one thing with each file that matches. Preview says what that would be, and changes nothing."
      testId="scan-dialog"
      initialFocus={folder}
      footer={
        <>
          {recipe === null && (
            <Button
              className={styles.save}
              look="plain"
              aria-expanded={saving}
              data-testid="scan-save-open"
              onClick={() => {
                setAsked(!saving);
                setSaveAs(saving ? null : UNNAMED);
              }}
            >
              {saving ? 'Do not save it' : 'Save it under a name…'}
            </Button>
          )}
          <Button data-testid="scan-cancel-form" onClick={cancel}>
            Cancel
          </Button>
          <Button type="submit" form={formId} data-testid="scan-preview">
            {preview.looking ? 'Looking…' : 'Preview'}
          </Button>
          {recipe === null && (
            <Button
              look="primary"
              data-testid="scan-start"
              aria-disabled={busy || undefined}
              onClick={() => void state.start()}
            >
              Start scan
            </Button>
          )}
        </>
      }
    >
      <form
        ref={form}
        id={formId}
        className={styles.form}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void state.look();
        }}
      >
        {trouble.general !== null && <Notice text={trouble.general} />}
        <WhereFields state={state} ref={folder} />
        <FilterFields state={state} />
        <ActionFields state={state} />
        {saveAs !== null && (
          <RecipeFields
            state={state}
            recipe={recipe}
            saveAs={saveAs}
            onChange={(part) => setSaveAs({ ...saveAs, ...part })}
            takesFocus={asked}
          />
        )}
        <PreviewPart
          preview={preview}
          onShowAll={(taskId) => {
            preview.handOver();
            openResults(taskId);
          }}
        />
      </form>
    </Dialog>
  );
}
