/** A keyword for people: `places|iceland` is one inside another, `places › iceland`. */
export function tagText(tag: string): string {
  return tag.split('|').join(' › ');
}

/** The keyword that is meant by what somebody typed: as it is stored, or as it is shown. */
export function typedTag(text: string): string {
  return text
    .split(/[|›]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('|');
}
