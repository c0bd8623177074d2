/**
 * The contract's limit for one call; whole folders count as one. Written again here, held equal by a test, because
 * importing the contract's value would bring its schemas and zod into the page.
 */
export const MAX_PATHS = 10_000;
