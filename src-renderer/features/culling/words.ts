/** A list of words after some were added and others taken away; the same list where nothing of it changes. */
export function changedWords(
  words: string[],
  add: readonly string[] = [],
  remove: readonly string[] = [],
): string[] {
  const left = words.filter((word) => !remove.includes(word));
  const next = [...left, ...add.filter((word) => !left.includes(word))];
  return next.length === words.length && next.every((word, at) => word === words[at]) ? words : next;
}
