import { MOST_LOOKED_AT, usePhotos } from '../grid/use-photos.ts';
import { commonRating } from '../info/common.ts';

const NONE: readonly number[] = [];

/**
 * The rating that all of the photos have. Null while it is not known of all of them; of more photos than are looked at, it
 * never is: the rating of the first ones would be said of the others.
 * @param ids the same array as long as it is the same list
 */
export function useRatingOf(ids: readonly number[]): number | 'several' | null {
  const photos = usePhotos(ids.length <= MOST_LOOKED_AT ? ids : NONE, 'bar');
  const [first] = photos;
  if (first === undefined) return null;
  const rating = commonRating(photos);
  if (rating === null) return 'several';
  return photos.length === ids.length ? rating : null;
}
