// Chromium shell, in the page's world before any script of the page: offers a channel to our own world and puts `window.foredeck`
// at its other end.
import { createBridge } from '../shared/contract/bridge.ts';

const { port1: port, port2: offered } = new MessageChannel();
window.dispatchEvent(new MessageEvent('foredeck:channel', { ports: [offered] }));

const bridge = createBridge({
  post: (text) => port.postMessage(text),
  onMessage: (listener) => {
    port.onmessage = ({ data }: MessageEvent<string>) => listener(data);
  },
});
Object.defineProperty(window, 'foredeck', { value: Object.freeze(bridge), enumerable: true });
