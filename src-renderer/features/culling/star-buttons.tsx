import { runCommand } from '../../lib/commands/registry.tsx';
import type { CommandId } from '../../lib/commands/table.ts';
import styles from './star-buttons.module.css';
import { starsText } from './texts.ts';

const RATINGS: { rating: number; id: CommandId }[] = [
  { rating: 1, id: 'cull.rate1' },
  { rating: 2, id: 'cull.rate2' },
  { rating: 3, id: 'cull.rate3' },
  { rating: 4, id: 'cull.rate4' },
  { rating: 5, id: 'cull.rate5' },
];

/** Five stars to press; the one that is the rating already takes it away. `rating` is null where there are several. */
export function StarButtons({ rating }: { rating: number | null }) {
  return (
    <span className={styles.stars}>
      {RATINGS.map((star) => (
        <button
          key={star.id}
          type="button"
          className={styles.star}
          aria-label={starsText(star.rating)}
          aria-pressed={rating === star.rating}
          title={`${starsText(star.rating)} (${star.rating})`}
          data-filled={(rating ?? 0) >= star.rating || undefined}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => runCommand(rating === star.rating ? 'cull.rate0' : star.id)}
        >
          {(rating ?? 0) >= star.rating ? '★' : '☆'}
        </button>
      ))}
    </span>
  );
}
