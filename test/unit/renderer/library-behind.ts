import { ORPCError } from '@orpc/server';
import type { CullState, Photo, PhotoFilter } from '../../../src-preload/contract/photos.ts';
import { isPending } from '../../../src-renderer/features/culling/decision.ts';
import { engine } from './engine-behind.tsx';

type Step = { id: string; kind: 'keep' | 'rating' | 'tags' | 'description'; before: Photo[] };

/** A library in memory that answers the calls of culling as the engine does, and remembers what it was asked. */
export class LibraryBehind {
  photos: Photo[] = [];
  /** Each call of culling: its name, the photos, and the step it was part of. */
  asked: { call: string; ids: number[]; step: string | undefined }[] = [];
  /** What was said with each call of `describe`. */
  said: object[] = [];
  filters: PhotoFilter[] = [];
  /** The next call of culling fails. */
  failing = false;
  private steps: Step[] = [];

  reset(photos: Photo[]): void {
    this.photos = photos;
    this.asked = [];
    this.said = [];
    this.filters = [];
    this.steps = [];
    this.failing = false;
  }

  photo(id: number): Photo {
    const photo = this.photos.find((candidate) => candidate.id === id);
    if (photo === undefined) throw new Error(`there is no photo ${id}`);
    return photo;
  }

  procedures() {
    return {
      index: engine.photos.index.handler(({ input }) => {
        this.filters.push(input.filter);
        const shown = this.photos.filter((photo) => photo.present && fits(photo, input.filter));
        return { ids: shown.map((photo) => photo.id), aspects: shown.map(() => 1.5) };
      }),
      get: engine.photos.get.handler(({ input }) =>
        this.photos.filter((photo) => input.ids.includes(photo.id)),
      ),
      setKeep: engine.photos.setKeep.handler(({ input: { ids, step, keepJpg, keepRaw } }) =>
        this.change('setKeep', 'keep', ids, step, (photo) => ({
          keepJpg: keepJpg ?? photo.keepJpg,
          keepRaw: keepRaw ?? photo.keepRaw,
        })),
      ),
      setRating: engine.photos.setRating.handler(({ input: { ids, step, rating } }) =>
        this.change('setRating', 'rating', ids, step, () => ({ rating })),
      ),
      changeTags: engine.photos.changeTags.handler(({ input: { ids, step, add, remove } }) =>
        this.change('changeTags', 'tags', ids, step, ({ tags }) => ({
          tags: [...tags.filter((tag) => !remove.includes(tag) && !add.includes(tag)), ...add],
        })),
      ),
      undoCulling: engine.photos.undoCulling.handler(() => {
        this.asked.push({ call: 'undoCulling', ids: [], step: undefined });
        const last = this.steps.at(-1);
        if (last === undefined) throw new ORPCError('NOTHING_TO_DO', { status: 409 });
        const mine = this.steps.filter((step) => step.id === last.id);
        this.steps = this.steps.filter((step) => step.id !== last.id);
        const before = mine.flatMap((step) => step.before);
        for (const photo of before)
          this.photos = this.photos.map((now) => (now.id === photo.id ? photo : now));
        return { kind: last.kind, photos: before.map(stateOf) };
      }),
      describe: engine.photos.describe.handler(({ input: { ids, step, ...said } }) => {
        this.said.push(said);
        const { takenAt, shiftSeconds, position, people } = said;
        return this.change('describe', 'description', ids, step, (photo) => ({
          ...('title' in said ? { title: said.title ?? null } : {}),
          ...('caption' in said ? { caption: said.caption ?? null } : {}),
          ...(people === undefined
            ? {}
            : { people: [...photo.people.filter((name) => !people.remove.includes(name)), ...people.add] }),
          ...(position === undefined
            ? {}
            : { latitude: position?.latitude ?? null, longitude: position?.longitude ?? null }),
          ...(takenAt === undefined ? {} : { takenAt: takenAt.slice(0, 19) }),
          ...(shiftSeconds === undefined || photo.takenAt === null
            ? {}
            : {
                takenAt: new Date(Date.parse(`${photo.takenAt}Z`) + shiftSeconds * 1000)
                  .toISOString()
                  .slice(0, 19),
              }),
          unwritten: true,
        })).map(({ photoId }) => photoId);
      }),
      tags: engine.photos.tags.handler(() => counted(this.photos.flatMap((photo) => photo.tags))),
      people: engine.photos.people.handler(() => counted(this.photos.flatMap((photo) => photo.people))),
    };
  }

  private change(
    call: string,
    kind: Step['kind'],
    ids: number[],
    step = 'none',
    change: (photo: Photo) => Partial<Photo>,
  ): CullState[] {
    this.asked.push({ call, ids, step });
    if (this.failing) throw new ORPCError('NO_LIBRARY', { status: 409 });
    const before = this.photos.filter((photo) => ids.includes(photo.id));
    this.steps.push({ id: step, kind, before });
    this.photos = this.photos.map((photo) => {
      if (!ids.includes(photo.id)) return photo;
      const next = { ...photo, ...change(photo) };
      return { ...next, pending: isPending(next) };
    });
    return this.photos.filter((photo) => ids.includes(photo.id)).map(stateOf);
  }
}

function counted(words: string[]): { name: string; photos: number }[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([name, photos]) => ({ name, photos }));
}

function fits(photo: Photo, filter: PhotoFilter): boolean {
  if (filter.keep === 'rejected' && (photo.keepJpg || photo.keepRaw)) return false;
  if (filter.keep === 'kept' && photo.pending) return false;
  if (filter.keep === 'pending' && !photo.pending) return false;
  if (filter.conflict === true && !photo.conflict) return false;
  if (filter.unwritten === true && !photo.unwritten) return false;
  if (filter.ratingMin !== undefined && photo.rating < filter.ratingMin) return false;
  return (filter.tags ?? []).every((tag) => photo.tags.includes(tag));
}

function stateOf({ id, keepJpg, keepRaw, rating, tags, pending }: Photo): CullState {
  return { photoId: id, keepJpg, keepRaw, rating, tags, pending };
}
