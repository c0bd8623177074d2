import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 bits, in characters that need no quoting in a shell. */
export function makeToken(): string {
  return randomBytes(32).toString('base64url');
}

/** A short token could be guessed; one that somebody chose has to be at least this long. */
export const SHORTEST_TOKEN = 16;

/** Whether an `Authorization` header holds this token. Takes as long whatever is in it: hashes have one length. */
export function holdsToken(header: string | undefined, token: string): boolean {
  const given = /^Bearer +(.+)$/i.exec(header ?? '')?.[1]?.trim() ?? '';
  return timingSafeEqual(digest(given), digest(token)) && given !== '';
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
