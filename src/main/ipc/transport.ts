// What a shell brings for one window: text there and back. The shell checks who sends; everything else is checked here.

export interface WindowTransport {
  /** One message to the window: JSON text. Never throws; a window that is gone loses it. */
  post(text: string): void;
  /** Called once; the listener takes whatever the window sends, and never throws. */
  onMessage(listener: (message: unknown) => void): void;
}

/** One window for as long as its page lives; a reload is a new one. */
export interface WindowSession {
  /** The page is gone: nothing is sent any more. */
  close(): void;
}
