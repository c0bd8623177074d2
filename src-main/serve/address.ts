import { Refusal } from './refusal.ts';

/** Names of query parameters in the first descriptions of the system, and what they are called here. */
const SEED_PARAMETERS: Record<string, string> = {
  status: 'states',
  show_maintenance: 'includeMaintenance',
  order_by: 'orderBy',
};
const SEED_VALUES: Record<string, string> = {
  created_at: 'createdAt',
  updated_at: 'updatedAt',
  cancelled: 'canceled',
};

/** Paths that the first descriptions have without `/api`. */
const WITHOUT_PREFIX = /^\/(batch|jobs)(\/|$)/;

/** Where a request goes, below `/api`; null for an address that is nowhere. Throws a `Refusal` for what is no address. */
export function readAddress(target: string): URL | null {
  if (!target.startsWith('/')) throw new Refusal(400, 'MALFORMED_ADDRESS', 'This is no path');
  let url: URL;
  try {
    url = new URL(`http://localhost${target}`);
  } catch {
    throw new Refusal(400, 'MALFORMED_ADDRESS', 'This is no address');
  }
  const { pathname } = url;
  if (pathname === '/api' || pathname.startsWith('/api/'))
    url.pathname = pathname.slice('/api'.length) || '/';
  else if (!WITHOUT_PREFIX.test(pathname) && pathname !== '/openapi.json') return null;
  // A slash at the end leads to the same procedure, which must not be asked for something else then.
  url.pathname = url.pathname.replace(/(.)\/$/, '$1');
  return url.pathname.endsWith('/jobs') ? withOwnNames(url) : url;
}

function withOwnNames(url: URL): URL {
  const parameters = new URLSearchParams();
  for (const [name, value] of url.searchParams) {
    const own = Object.hasOwn(SEED_PARAMETERS, name) ? SEED_PARAMETERS[name] : undefined;
    if (own === undefined) parameters.append(name, value);
    else parameters.append(own, value.split(',').map(ownValue).join(','));
  }
  url.search = parameters.toString();
  return url;
}

const ownValue = (value: string): string =>
  (Object.hasOwn(SEED_VALUES, value) ? SEED_VALUES[value] : undefined) ?? value;
