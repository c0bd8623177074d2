import type { PlannedBundle, PlannedFile } from './import-plan.ts';

/** A file that stays where it is without being taken in, and why. */
export interface LeftAlone {
  name: string;
  bytes: number;
  code: string;
}

export interface AdoptionPlan {
  take: PlannedBundle[];
  leave: LeftAlone[];
}

/** Named like a picture, and none: a person put it there, and it is not ours to judge. */
const NO_PHOTO = new Set(['empty_file', 'not_an_image', 'not_a_sidecar']);

/**
 * Of what an import would do with files that lie in the project already, the part that leaves every one of them under its
 * name: nothing here is copied or renamed. What an import would only take in under another name stays a stranger, and so
 * does what is no photo: a text beside a picture is not the picture's because of its name.
 *
 * @param isBaseFree whether no photo of the project has the base name
 */
export function planAdoption(
  bundles: readonly PlannedBundle[],
  isBaseFree: (base: string) => boolean,
): AdoptionPlan {
  const plan: AdoptionPlan = { take: [], leave: [] };
  const bases = new Set<string>();
  for (const bundle of bundles) {
    for (const file of bundle.leave) plan.leave.push(leftAlone(file, file.problem?.code ?? file.outcome));
    const whyNot = whyNoBundle(bundle, (base) => !bases.has(base) && isBaseFree(base));
    const take: PlannedFile[] = [];
    for (const file of bundle.take) {
      const code = whyNot ?? whyNoFile(file);
      if (code === null) take.push(file);
      else plan.leave.push(leftAlone(file, code));
    }
    const hasPicture = bundle.joins !== null || take.some(({ candidate }) => candidate.role !== 'sidecar');
    if (take.length === 0) continue;
    if (!hasPicture) {
      plan.leave.push(...take.map((file) => leftAlone(file, 'no_photo_for_sidecar')));
      continue;
    }
    bases.add(bundle.base);
    plan.take.push({ ...bundle, take, leave: [] });
  }
  return plan;
}

function whyNoBundle({ base, joins }: PlannedBundle, isBaseFree: (base: string) => boolean): string | null {
  // Joined under a numbered name, its files would have to be renamed.
  if (joins !== null) return joins.base === base ? null : 'base_taken';
  return isBaseFree(base) ? null : 'base_taken';
}

function whyNoFile({ candidate, problem }: PlannedFile): string | null {
  if (problem !== null && NO_PHOTO.has(problem.code)) return problem.code;
  return candidate.role === 'other' ? 'unknown_content' : null;
}

function leftAlone({ candidate }: PlannedFile, code: string): LeftAlone {
  return { name: candidate.name, bytes: candidate.bytes, code };
}
