// Chromium shell, in our own world of the page: hands texts from the binding to the channel and back. The page sees neither this
// world nor the binding.
declare global {
  /** The binding. Only contexts of our own world have it. */
  var foredeckSend: ((text: string) => void) | undefined;
  /** What the program calls with each text for the page. */
  var foredeckReceive: ((text: string) => void) | undefined;
}

const send = globalThis.foredeckSend;
if (send !== undefined && window === window.top) {
  const take = (event: Event): void => {
    const [port] = event instanceof MessageEvent ? event.ports : [];
    if (port === undefined) return;
    // The first channel is from our own script, which runs before any of the page's; a later one would be the page's.
    window.removeEventListener('foredeck:channel', take, true);
    event.stopImmediatePropagation();
    port.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (typeof data === 'string') send(data);
    };
    globalThis.foredeckReceive = (text) => port.postMessage(text);
  };
  window.addEventListener('foredeck:channel', take, true);
}

export {};
