/** What people write about a photo. */
export interface Description {
  /** 0 where there is none; -1 for rejected. */
  rating: number;
  title: string | null;
  caption: string | null;
  /** Flat keywords that are no part of a hierarchical one. Sorted. */
  subjects: string[];
  /** Keywords with their ancestors, `places|iceland`. Sorted. */
  hierarchical: string[];
}

export const NOTHING: Description = { rating: 0, title: null, caption: null, subjects: [], hierarchical: [] };

/**
 * One form for the same meaning, so that comparing tells of changes and not of manners: programs write each level of a
 * hierarchical keyword as a flat one too, or its last only, or none.
 */
export function normalized(description: Description): Description {
  const hierarchical = unique(description.hierarchical.map(cleanPath).filter((path) => path.includes('|')));
  const covered = new Set(hierarchical.flatMap((path) => path.split('|')));
  const flat = [
    ...description.subjects,
    // A path of one level is a flat keyword.
    ...description.hierarchical.map(cleanPath).filter((path) => !path.includes('|')),
  ];
  return {
    rating: description.rating,
    title: textOf(description.title),
    caption: textOf(description.caption),
    subjects: unique(flat.map((name) => name.trim())).filter((name) => !covered.has(name)),
    hierarchical,
  };
}

function cleanPath(path: string): string {
  return path
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('|');
}

function textOf(text: string | null): string | null {
  return text === null || text.trim() === '' ? null : text;
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names.filter((name) => name !== ''))].sort();
}
