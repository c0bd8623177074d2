/** Most letters of one value, as the contract has it. */
export const LONGEST_VALUE = 200;

export interface TypedValues {
  /** Those that are typed to their end, without what is blank. */
  before: string[];
  /** The one that is being typed. */
  current: string;
}

/** What stands in a field, parted at its commas. One that is known is meant as it is, with a comma in it, too. */
export function partTyped(typed: string, isKnown: (text: string) => boolean): TypedValues {
  if (isKnown(typed)) return { before: [], current: typed };
  const parts = typed.split(',');
  const current = parts.pop() ?? '';
  return { before: parts.filter((part) => part.trim() !== ''), current };
}
