import { describe, expect, it } from 'vitest';
import { moveTargets } from '../../../src-renderer/features/projects/move-targets.ts';

const PROJECTS = ['Anna & Tom', 'Portraits', 'Tom, studio', 'Café'].map((name, at) => ({
  id: at + 1,
  name,
  folder: name,
  photos: 0,
  createdAt: 0,
}));
const labels = (typed: string, shown: number | null = null) =>
  moveTargets(PROJECTS, shown, typed).map((target) => target.label);

describe('where photos can be moved to', () => {
  it('is every project but the one they are shown in', () => {
    expect(labels('')).toEqual(['Anna & Tom', 'Portraits', 'Tom, studio', 'Café']);
    expect(labels('', 2)).toEqual(['Anna & Tom', 'Tom, studio', 'Café']);
  });

  it('is found by a part of its name, those that begin with it first, and one to be made comes last', () => {
    expect(labels('tom')).toEqual(['Tom, studio', 'Anna & Tom', 'New project “tom”']);
  });

  it('is not made anew where the name is taken, however it is typed', () => {
    expect(labels(' portraits ')).toEqual(['Portraits']);
    expect(labels('cafe\u0301')).toEqual(['Café']);
    expect(labels('Portraits', 2)).toEqual([]);
  });
});
