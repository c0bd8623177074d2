import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Plan } from '../../../src-preload/contract/plans.ts';
import type { PlanRequest } from './open-plan.ts';
import { ALL_LINES, previewPlan } from './plan-calls.ts';

/** Enough to see what it is about; all of them when somebody asks. */
const FIRST_LINES = 1000;

/** The plan for a request as things are now. `opened` tells one opening of the same request from the next. */
export function usePlan(request: PlanRequest, opened: number) {
  const [lineLimit, setLineLimit] = useState(FIRST_LINES);
  const query = useQuery({
    queryKey: ['plan', opened, lineLimit],
    queryFn: () => previewPlan(request, lineLimit),
    // With all its lines it is the same plan as before; those stay until the others are there.
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  return { ...query, showAll: () => setLineLimit(ALL_LINES) };
}

/** False where every line has a problem, so that the button would do nothing. */
export function canDoAnything({ lines, moreLines }: Plan): boolean {
  return lines.length === 0 || moreLines > 0 || lines.some((line) => line.problem === null);
}
