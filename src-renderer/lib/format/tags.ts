/** A keyword for people: `places|iceland` is one inside another, `places › iceland`. */
export function tagText(tag: string): string {
  return tag.split('|').join(' › ');
}
