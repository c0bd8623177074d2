import { announce } from '../../app/live-regions.tsx';
import { Button } from '../../ui/button.tsx';
import { useAction } from '../tasks/use-action.ts';
import { exportPlan } from './export-plan.ts';
import type { PlanRequest } from './open-plan.ts';
import { ALL_LINES, previewPlan } from './plan-calls.ts';

/** The whole plan as a file, however much of it is shown. Made anew: what is shown may be minutes old. */
export function ExportButton({ request }: { request: PlanRequest }) {
  const run = useAction();
  const save = async () => {
    const plan = await previewPlan(request, ALL_LINES);
    if (plan === null) announce('There is nothing left to export.');
    else exportPlan(plan);
  };
  return (
    <Button icon="reveal" data-testid="plan-export" onClick={() => run(save)}>
      Export as JSON…
    </Button>
  );
}
