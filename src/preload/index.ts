import { contextBridge } from 'electron';

contextBridge.exposeInMainWorld('foredeck', {});
