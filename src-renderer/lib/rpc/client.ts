import { createORPCClient, DynamicLink } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import type { Contract } from '../../../src-preload/contract/index.ts';
import { CONNECT_MESSAGE } from '../../../src-preload/contract/preload-api.ts';

type Link = RPCLink<Record<never, never>>;

let current: Link | null = null;

/**
 * One port to main for all calls. Main may close it (it was restarted, or it refused us): the next call then opens a
 * new one, so nobody else has to know that ports can die.
 */
function openLink(): Link {
  const { port1, port2 } = new MessageChannel();
  const link: Link = new RPCLink({ port: port1 });
  port1.addEventListener('close', () => {
    if (current === link) current = null;
  });
  // '*' because a page loaded from a file has the opaque origin `null`, which cannot be named here.
  window.postMessage(CONNECT_MESSAGE, '*', [port2]);
  port1.start();
  return link;
}

export type Client = ContractRouterClient<Contract>;

export const client: Client = createORPCClient(
  new DynamicLink(() => {
    current ??= openLink();
    return current;
  }),
);

/** Query keys and options for TanStack Query, by procedure. */
export const orpc = createTanstackQueryUtils(client);
