import { ipcMain, type MessagePortMain, type WebContents, type WebFrameMain } from 'electron';
import type { Logger } from 'pino';
import { CONNECT_MESSAGE } from '../../src-preload/contract/preload-api.ts';
import { isTrustedPage } from './trusted-page.ts';

/**
 * Takes the ports that pages send and hands those of our own page to `serve`. A port is a licence to everything that
 * the contract offers, and serving one asks no questions, so who sent it is checked here, first.
 *
 * A page has one port: a second one (it reloaded, or connects anew) closes the first. A port also closes with its
 * page, which ends the page's subscriptions.
 */
export function servePorts(
  pageUrl: string,
  isOurs: (contents: WebContents) => boolean,
  serve: (port: MessagePortMain) => void,
  log: Logger,
): void {
  const current = new WeakMap<WebContents, MessagePortMain>();
  ipcMain.on(CONNECT_MESSAGE, (event) => {
    const { sender, senderFrame, ports } = event;
    const [port] = ports;
    if (
      !isOurs(sender) ||
      !isTopFrame(senderFrame, sender) ||
      !isTrustedPage(senderFrame?.url ?? '', pageUrl)
    ) {
      log.warn({ url: senderFrame?.url }, 'refused a port from a page that is not ours');
      for (const refused of ports) refused.close();
      return;
    }
    if (port === undefined) return;
    for (const extra of ports.slice(1)) extra.close();
    current.get(sender)?.close();
    current.set(sender, port);
    serve(port);
    port.start();
  });
}

function isTopFrame(frame: WebFrameMain | null, contents: WebContents): boolean {
  return frame !== null && frame === contents.mainFrame;
}
