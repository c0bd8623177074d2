import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../files/app-error.ts';

/** Resolves with the port. Throws AppError `port_taken` where it cannot be had. */
export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      reject(taken ? new AppError('port_taken', { detail: String(port), cause: error }) : error);
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

/** Calls under way may end within `stopMs`; whoever is connected after that is cut off. */
export function close(server: Server, stopMs: number): Promise<void> {
  return new Promise((resolve) => {
    const limit = setTimeout(() => server.closeAllConnections(), stopMs);
    // A connection whose last call has just ended would be kept for another one.
    const idle = setInterval(() => server.closeIdleConnections(), 20);
    server.close(() => {
      clearTimeout(limit);
      clearInterval(idle);
      resolve();
    });
  });
}
