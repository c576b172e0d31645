// Electron shell, before any script of the page: puts `window.foredeck` there, over the one channel to the program.
import { contextBridge, ipcRenderer } from 'electron';
import { createBridge } from '../shared/contract/bridge.ts';

/** The program's side knows it as `MESSAGE_CHANNEL`. */
const CHANNEL = 'foredeck:message';

contextBridge.exposeInMainWorld(
  'foredeck',
  createBridge({
    post: (text) => ipcRenderer.send(CHANNEL, text),
    onMessage: (listener) => void ipcRenderer.on(CHANNEL, (_event, text: string) => listener(text)),
  }),
);
