import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { announce } from '../../app/live-regions.tsx';
import { showTasks } from '../../app/view.ts';
import { errorText } from '../../lib/texts/errors.ts';
import { actionText, nothingText, planHeading } from '../../lib/texts/plans.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ConfirmName, isNamed } from './confirm-name.tsx';
import { ExportButton } from './export-button.tsx';
import { closePlan, type PlanRequest, usePlanRequest } from './open-plan.ts';
import { applyPlan } from './plan-calls.ts';
import styles from './plan-dialog.module.css';
import { PlanLines } from './plan-lines.tsx';
import { PlanSummary } from './plan-summary.tsx';
import { canDoAnything, usePlan } from './use-plan.ts';
import { quoted, useProjectName } from './use-project-name.ts';

/** What would happen to which file, for every kind of change to originals; mounted once. */
export function PlanDialog() {
  const { request, opened } = usePlanRequest();
  return request === null ? null : <OpenPlan key={opened} request={request} opened={opened} />;
}

const isDangerous = (kind: PlanRequest['kind']) => kind === 'purge' || kind === 'project_delete';

function OpenPlan({ request, opened }: { request: PlanRequest; opened: number }) {
  const { kind } = request;
  const name = useProjectName(request);
  const { data: plan, error, showAll } = usePlan(request, opened);
  const [typed, setTyped] = useState('');
  const confirm = useRef<HTMLButtonElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const formId = useId();
  const apply = useMutation({
    mutationFn: () => applyPlan(request, kind === 'project_delete' ? name : ''),
    onSuccess: ([first]) => {
      // Between the look and the press, others may have done it.
      if (first === undefined) return;
      closePlan();
      showTasks(first);
      announce(`${planHeading(kind, quoted(name)).title}: begun.`);
    },
  });
  const nothing = plan === null || apply.data?.length === 0;
  const possible = plan != null && !nothing && canDoAnything(plan);
  const confirmed = kind !== 'project_delete' || isNamed(name, typed);
  useEffect(() => {
    if (!possible) return;
    // Look, then Enter. Where there is no way back, the way to the button is taken on purpose.
    if (kind === 'project_delete') field.current?.focus();
    else if (!isDangerous(kind)) confirm.current?.focus();
  }, [possible, kind]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (possible && confirmed && !apply.isPending) apply.mutate();
  };
  const { title, description } = planHeading(kind, quoted(name));
  return (
    <Dialog
      open
      onClose={closePlan}
      width="wide"
      title={title}
      description={description}
      testId="plan-dialog"
      footer={
        <>
          <span className={styles.export}>{possible && <ExportButton request={request} />}</span>
          <Button onClick={closePlan}>{nothing ? 'Close' : 'Cancel'}</Button>
          {!nothing && (
            <Button
              ref={confirm}
              type="submit"
              form={formId}
              look={isDangerous(kind) ? 'danger' : 'primary'}
              {...(isDangerous(kind) ? { icon: 'warning' } : {})}
              data-testid="plan-apply"
              disabled={!possible || !confirmed}
            >
              {apply.isPending ? 'Starting…' : plan == null ? title : actionText(plan, quoted(name))}
            </Button>
          )}
        </>
      }
    >
      <form id={formId} className={styles.content} onSubmit={submit}>
        {error !== null && <Notice text={errorText(error)} />}
        {apply.isError && <Notice text={errorText(apply.error)} />}
        {nothing && <p data-testid="plan-nothing">{nothingText(kind)}</p>}
        {plan === undefined && error === null && <p role="status">Looking at what would happen…</p>}
        {plan != null && !nothing && (
          <>
            <PlanSummary plan={plan} />
            {kind === 'project_delete' && (
              <ConfirmName ref={field} name={name} typed={typed} onType={setTyped} />
            )}
            <PlanLines plan={plan} onShowAll={showAll} />
          </>
        )}
      </form>
    </Dialog>
  );
}
