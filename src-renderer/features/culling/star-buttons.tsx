import styles from './star-buttons.module.css';
import { starsText } from './texts.ts';

const RATINGS = [1, 2, 3, 4, 5] as const;

interface StarButtonsProps {
  /** Null where there are several. */
  rating: number | null;
  onRate(rating: 0 | (typeof RATINGS)[number]): void;
}

/** Five stars to press; the one that is the rating already takes it away. */
export function StarButtons({ rating, onRate }: StarButtonsProps) {
  return (
    <span className={styles.stars}>
      {RATINGS.map((stars) => (
        <button
          key={stars}
          type="button"
          className={styles.star}
          aria-label={starsText(stars)}
          aria-pressed={rating === stars}
          title={`${starsText(stars)} (${stars})`}
          data-filled={(rating ?? 0) >= stars || undefined}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onRate(rating === stars ? 0 : stars)}
        >
          {(rating ?? 0) >= stars ? '★' : '☆'}
        </button>
      ))}
    </span>
  );
}
