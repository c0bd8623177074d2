import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { CONNECT_MESSAGE, type PreloadApi } from './contract/preload-api.ts';

type Ports = NonNullable<Parameters<typeof ipcRenderer.postMessage>[2]>;

/** As much of the page's window as is needed here: this folder is compiled without the DOM's types. */
declare const window: {
  addEventListener(
    type: 'message',
    listener: (event: { source: unknown; data: unknown; ports: Ports }) => void,
  ): void;
};

const api: PreloadApi = {
  pathsOf: (files) =>
    files.map((file) => webUtils.getPathForFile(file as File)).filter((path) => path !== ''),
};
contextBridge.exposeInMainWorld('safelight', api);

window.addEventListener('message', ({ source, data, ports }) => {
  if (source === window && data === CONNECT_MESSAGE) ipcRenderer.postMessage(CONNECT_MESSAGE, null, ports);
});
