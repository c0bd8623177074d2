import { describe, expect, it } from 'vitest';
import { PhotoStore } from '../../../src-renderer/features/grid/photo-store.ts';
import { aChange, aPhoto } from './fixtures.ts';

function storeWith(...ids: number[]) {
  const store = new PhotoStore();
  store.beginFetch(ids);
  store.endFetch(
    ids,
    ids.map((id) => aPhoto(id)),
  );
  return store;
}

describe('photo store', () => {
  it('shows a thumbnail as soon as an event tells of it, without asking again first', () => {
    const store = storeWith(1);
    store.apply([aChange(1, { thumbnailVersion: 'v7' })]);
    expect(store.get(1)?.thumbnail).toMatchObject({ status: 'ready', version: 'v7' });
    expect(store.needsFetch(1)).toBe(true); // For what the event does not carry: date, camera, reason.
  });

  it('tells only the cell of the photo that changed', () => {
    const store = storeWith(1, 2);
    const told: number[] = [];
    store.subscribe(1, () => told.push(1));
    const stop = store.subscribe(2, () => told.push(2));
    store.apply([aChange(2)]);
    stop();
    store.apply([aChange(2), aChange(1)]);
    expect(told).toEqual([2, 1]);
  });

  it('does not let an answer that is older than an event undo the event', () => {
    const store = new PhotoStore();
    store.beginFetch([1]);
    store.apply([aChange(1, { thumbnail: 'failed', thumbnailVersion: null })]);
    store.endFetch([1], [aPhoto(1)]);
    expect(store.get(1)?.thumbnail.status).toBe('failed');
    expect(store.needsFetch(1)).toBe(true); // The reason is still to come.
  });

  it('does not ask twice at once, and asks again after a fetch that failed', () => {
    const store = new PhotoStore();
    store.beginFetch([1]);
    expect(store.needsFetch(1)).toBe(false);
    store.endFetch([1], []);
    expect(store.needsFetch(1)).toBe(true);
  });

  it('gives up the photos fetched longest ago, but none that is on screen', () => {
    const store = new PhotoStore(2);
    store.subscribe(1, () => undefined);
    for (const id of [1, 2, 3]) {
      store.beginFetch([id]);
      store.endFetch([id], [aPhoto(id)]);
    }
    expect([1, 2, 3].map((id) => store.get(id)?.id)).toEqual([1, undefined, 3]);
  });

  it('forgets everything when another library is opened, and tells who showed it', () => {
    const store = storeWith(1);
    let told = 0;
    store.subscribe(1, () => {
      told += 1;
    });
    store.clear();
    expect([store.get(1), told]).toEqual([undefined, 1]);
  });

  describe('with decisions', () => {
    const state = (rating: number) => ({
      photoId: 1,
      keepJpg: true,
      keepRaw: true,
      rating,
      tags: [],
      pending: false,
    });

    it('shows them before main has answered, and lets nothing older come through', () => {
      const store = storeWith(1);
      const first = store.decide([1], { rating: 3 });
      const second = store.decide([1], { rating: 4 });
      expect(store.get(1)?.rating).toBe(4);
      store.apply([aChange(1, { rating: 3 })]); // Tells of the first key while the second is on its way.
      expect(store.get(1)?.rating).toBe(4);
      store.settle(first, [1], [state(3)]);
      expect(store.get(1)?.rating).toBe(4);
      store.settle(second, [1], [state(4)]);
      store.apply([aChange(1, { rating: 2 })]); // Somebody else, later.
      expect(store.get(1)?.rating).toBe(2);
    });

    it('that were refused are gone without a trace, later ones stay', () => {
      const store = storeWith(1);
      const refused = store.decide([1], { keepJpg: false, keepRaw: false });
      store.decide([1], { addTags: ['sea'] });
      expect(store.get(1)).toMatchObject({ pending: true, tags: ['sea'] });
      store.settle(refused, [1], []);
      expect(store.get(1)).toMatchObject({ keepJpg: true, pending: false, tags: ['sea'] });
    });

    it('keeps what main answered over a row that was asked for before', () => {
      const store = new PhotoStore();
      store.beginFetch([1]);
      const token = store.decide([1], { rating: 5 });
      store.settle(token, [1], [state(5)]);
      store.endFetch([1], [aPhoto(1)]);
      expect(store.get(1)?.rating).toBe(5);
    });

    it('that main takes as it is stays, and the row is asked for once more', () => {
      const store = storeWith(1);
      const token = store.decide([1], { title: 'North', addPeople: ['Ana'] });
      store.confirm(token, [1]);
      expect(store.get(1)).toMatchObject({ title: 'North', people: ['Ana'] });
      expect(store.needsFetch(1)).toBe(true);
    });

    it('that main takes while the row is asked for is in the answer, too, if that is older', () => {
      const store = storeWith(1);
      const token = store.decide([1], { position: { latitude: 64, longitude: -22 }, caption: null });
      store.beginFetch([1]);
      store.confirm(token, [1]);
      store.endFetch([1], [aPhoto(1, { caption: 'Old' })]);
      expect(store.get(1)).toMatchObject({ latitude: 64, longitude: -22, caption: null });
    });

    it('takes an answer to what nobody pressed here: an undo', () => {
      const store = storeWith(1);
      store.settle(null, [1], [state(2)]);
      expect(store.get(1)?.rating).toBe(2);
    });
  });
});
