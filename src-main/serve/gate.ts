import type { IncomingMessage } from 'node:http';
import { type Rate, RateLimit } from './rate-limit.ts';
import { Refusal } from './refusal.ts';
import { holdsToken } from './token.ts';

export interface GateOptions {
  token: string;
  /** The port that is listened on. */
  port: number;
  /** Calls with the right token. */
  calls: Rate;
  /** Calls without it: few, for whoever guesses. They cost those who have it nothing. */
  strangers: Rate;
}

/** Whose names this machine has for itself. */
const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Who may call at all. In this order, so that a page on the web that has us called learns nothing, not even whether a
 * token fits: the name we are called by (a foreign one is DNS rebinding), where the page that calls comes from, the token,
 * the rate.
 * @returns throws a `Refusal` or lets the request pass
 */
export function createGate({ token, port, calls, strangers }: GateOptions) {
  const hosts = new Set(
    LOOPBACK_NAMES.flatMap((name) => [`${name}:${port}`, ...(port === 80 ? [name] : [])]),
  );
  const origins = new Set([...hosts].map((host) => `http://${host}`));
  const known = new RateLimit(calls);
  const unknown = new RateLimit(strangers);

  return (request: IncomingMessage): void => {
    const { host, origin, authorization, 'sec-fetch-site': site } = request.headers;
    if (host === undefined || !hosts.has(host.toLowerCase())) {
      throw new Refusal(403, 'FOREIGN_HOST', 'This API answers to the names of this machine only');
    }
    const foreign = (origin !== undefined && !origins.has(origin.toLowerCase())) || isForeignSite(site);
    if (foreign) throw new Refusal(403, 'FOREIGN_ORIGIN', 'Pages of other origins may not call this API');
    const source = request.socket.remoteAddress ?? '';
    const entitled = holdsToken(authorization, token);
    const wait = (entitled ? known : unknown).take(source);
    if (wait > 0) {
      throw new Refusal(429, 'TOO_MANY_REQUESTS', 'Too many calls at once', { 'retry-after': String(wait) });
    }
    if (!entitled) {
      throw new Refusal(401, 'UNAUTHORIZED', 'The token is missing or wrong', {
        'www-authenticate': 'Bearer realm="safelight"',
      });
    }
  };
}

/** Browsers say so even where they send no `Origin`: for pictures, links and forms. */
function isForeignSite(site: string | string[] | undefined): boolean {
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}
