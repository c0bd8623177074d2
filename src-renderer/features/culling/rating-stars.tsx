import styles from './rating-stars.module.css';

/** `★★★`; nothing where there are none. −1 is what other programs write for a rejected photo: it is said, not acted on. */
export function RatingStars({ rating }: { rating: number }) {
  if (rating === 0) return null;
  return (
    <span className={styles.stars} data-testid="rating" data-rating={rating}>
      {rating < 0 ? '★ −1' : '★'.repeat(rating)}
    </span>
  );
}
