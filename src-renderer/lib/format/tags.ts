/** A keyword for people: `places|iceland` is one inside another, `places › iceland`. */
export function tagText(tag: string): string {
  return tag.split('|').join(' › ');
}

/** What is being typed of a keyword, as keywords are stored: `places > ice` is on its way to `places|iceland`. */
export function typedTag(text: string): string {
  return text.trim().replaceAll(/\s*[|>›]\s*/g, '|');
}

/** The keyword that was typed, without levels that have no name; empty where nothing is left. */
export function tagOf(text: string): string {
  return typedTag(text)
    .split('|')
    .filter((level) => level !== '')
    .join('|');
}
