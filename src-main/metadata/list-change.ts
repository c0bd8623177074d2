/** A list as it would be without one change of it: what came and went by other ways since stays so. Pure. */
export function withoutChange(
  now: readonly string[],
  { before, after }: { before: readonly string[]; after: readonly string[] },
): string[] {
  const added = after.filter((name) => !before.includes(name));
  const removed = before.filter((name) => !after.includes(name));
  return [...new Set([...now.filter((name) => !added.includes(name)), ...removed])];
}
