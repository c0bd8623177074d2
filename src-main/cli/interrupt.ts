import { EXIT } from './exit-codes.ts';

/** Ctrl-C came where nothing was under way that could be canceled. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/**
 * Ctrl-C while a command opens the library, looks through a folder or reads a list: it ends there, and whoever called can
 * close the library in order. Where somebody else listens, who waits for a task and cancels it, that is left to them. The
 * second one ends the process on the spot.
 * @throws Interrupted
 */
export async function orInterrupted<T>(work: () => Promise<T>): Promise<T> {
  let asked = false;
  let leave: (error: Interrupted) => void = () => undefined;
  const interrupted = new Promise<never>((_resolve, reject) => {
    leave = reject;
  });
  const onSignal = (signal: NodeJS.Signals): void => {
    const isAlone = process.listenerCount(signal) === 1;
    if (isAlone && asked) process.exit(EXIT.canceled);
    asked = true;
    if (isAlone) leave(new Interrupted());
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  try {
    return await Promise.race([work(), interrupted]);
  } catch (error) {
    // Whoever closes the library now is not to be waited for if somebody asks again.
    if (error instanceof Interrupted) for (const signal of signals) process.removeAllListeners(signal);
    throw error;
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
  }
}
