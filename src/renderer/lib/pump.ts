// One pump for everything main pushes: messages wait for the next frame and are applied together, so that a burst costs one render.

export interface PumpPorts {
  /** `requestAnimationFrame` in the window. */
  readonly schedule: (run: () => void) => void;
}

export interface Pump {
  /** Runs `apply` in the next frame. With a key only the newest of that key runs: nobody sees the ones between. */
  push(apply: () => void, key?: string): void;
  /** Applies what waits at once. */
  flush(): void;
}

/** Keeps order; a keyed message takes the place of the one it replaces at the end of the queue. */
export function createPump({ schedule }: PumpPorts): Pump {
  let queue = new Map<string | symbol, () => void>();
  let isScheduled = false;

  const flush = (): void => {
    isScheduled = false;
    const batch = queue;
    queue = new Map();
    for (const apply of batch.values()) apply();
  };

  return {
    push(apply, key) {
      const slot = key ?? Symbol('message');
      queue.delete(slot);
      queue.set(slot, apply);
      if (isScheduled) return;
      isScheduled = true;
      schedule(flush);
    },
    flush,
  };
}
