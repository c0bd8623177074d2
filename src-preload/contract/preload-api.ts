/**
 * What the sandboxed preload gives the page, and how the page gets its port.
 *
 * A `MessagePort` cannot cross the context bridge as an argument (it arrives as an empty object), so it travels by
 * `window.postMessage`, which the preload hears because both worlds share the window:
 *
 * ```ts
 * const { port1, port2 } = new MessageChannel();
 * const link = new RPCLink({ port: port1 });       // from '@orpc/client/message-port'
 * window.postMessage(CONNECT_MESSAGE, '*', [port2]);
 * port1.start();
 * ```
 *
 * The preload forwards `port2` to main, which checks who sends before it serves the port. There is no answer to the
 * handshake: calls sent before main listens wait in the port. A page may connect again at any time (it does after a
 * reload); main then closes the port that this page had before. A port that main refuses is closed: the page sees
 * `close` on `port1`.
 */
export const CONNECT_MESSAGE = 'safelight:connect';

/** `window.safelight`, put there by the preload. Absent when the page runs outside the app. */
export interface PreloadApi {
  /**
   * Absolute paths of files that were dropped or chosen, in their order. Files that are not on a disk (made by a
   * script, dragged out of a web page) are left out. The `File`s must be the very objects of the event.
   */
  pathsOf(files: readonly FileLike[]): string[];
}

/** A DOM `File`. Named here by its shape, as this folder is compiled without the DOM's types too. */
export interface FileLike {
  readonly name: string;
  readonly size: number;
}
