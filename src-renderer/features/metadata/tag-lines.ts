import type { FileTag } from '../../../src-preload/contract/metadata.ts';

export type TagLine = { kind: 'group'; group: string; tags: number } | ({ kind: 'tag' } & FileTag);

/** Tags under the groups that they belong to, in the order of the file; of those that have what is searched for in them. */
export function tagLines(tags: readonly FileTag[], search: string): TagLine[] {
  const wanted = search.trim().toLowerCase();
  const groups = new Map<string, FileTag[]>();
  for (const tag of tags) {
    const isFound = [tag.group, tag.name, tag.value].some((text) => text.toLowerCase().includes(wanted));
    if (isFound) groups.set(tag.group, [...(groups.get(tag.group) ?? []), tag]);
  }
  return [...groups].flatMap(([group, found]): TagLine[] => [
    { kind: 'group', group, tags: found.length },
    ...found.map((tag) => ({ kind: 'tag' as const, ...tag })),
  ]);
}

/** For another program: one tag a line, `Group:Name` and its value parted by a tab. */
export function tagsText(lines: readonly TagLine[]): string {
  return lines
    .flatMap((line) => (line.kind === 'tag' ? [`${line.group}:${line.name}\t${line.value}`] : []))
    .join('\n');
}
