/** The contract's limit for one call; the next press takes the next ones. Held equal by a test, see `upload-limits.ts`. */
export const MAX_PHOTOS = 2000;
