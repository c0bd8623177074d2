import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { QueryClientProvider } from '@tanstack/react-query';
import { act, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { contract } from '../../../src-preload/contract/index.ts';
import { CONNECT_MESSAGE } from '../../../src-preload/contract/preload-api.ts';
import { createQueryClient } from '../../../src-renderer/lib/rpc/query-client.ts';

/** To answer calls with: `engine.tasks.pause.handler(…)`. */
export const engine = implement(contract);

type Router = ConstructorParameters<typeof RPCHandler>[0];

const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * Answers the calls of the page as main does: over the port that the page hands out, with the contract's checks. Once in
 * a test file: the page keeps its port, and with it who answers.
 */
export function answerCalls(router: Router): void {
  const handler = new RPCHandler(router);
  Object.assign(window, {
    postMessage: (message: unknown, _origin: string, ports: MessagePort[]) => {
      const [port] = ports;
      if (message !== CONNECT_MESSAGE || port === undefined) return;
      handler.upgrade(port);
      port.start();
    },
  });
}

let shown: Root | null = null;

interface Shown {
  root: HTMLElement;
  /** Draws another state of it into the same place. */
  again(next: ReactNode): Promise<void>;
}

/** Draws an element into the document, in the place of what was shown before. */
export async function show(element: ReactNode): Promise<Shown> {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  await act(async () => shown?.unmount());
  document.body.replaceChildren();
  const root = document.body.appendChild(document.createElement('div'));
  const queries = createQueryClient();
  const react = createRoot(root);
  shown = react;
  const again = (next: ReactNode) =>
    during(() => react.render(<QueryClientProvider client={queries}>{next}</QueryClientProvider>));
  await again(element);
  return { root, again };
}

const QUIET_ROUNDS = 3;
const MOST_ROUNDS = 100;

/** Does something, then waits until page and engine have come to rest: until nothing on the page changes any more. */
export async function during(deed: () => unknown): Promise<void> {
  await act(async () => {
    deed();
  });
  let before = '';
  for (let quiet = 0, round = 0; quiet < QUIET_ROUNDS && round < MOST_ROUNDS; round += 1) {
    await act(() => delay(15));
    const now = document.body.innerHTML;
    quiet = now === before ? quiet + 1 : 0;
    before = now;
  }
}

/** Presses a control, as a person does who reached it with the keyboard. */
export async function press(root: HTMLElement, testId: string): Promise<void> {
  const control = root.querySelector<HTMLElement>(`[data-testid="${testId}"]`);
  if (control === null) throw new Error(`there is no ${testId}`);
  await during(() => {
    control.focus();
    control.click();
  });
}
