// How much a window may ask: so many at once, and so many a second from then on.

export class TokenBucket {
  private readonly perMs: number;
  private readonly size: number;
  private tokens: number;
  private filledAt: number;

  constructor({ size, perSecond }: { readonly size: number; readonly perSecond: number }, now: number) {
    this.size = size;
    this.perMs = perSecond / 1000;
    this.tokens = size;
    this.filledAt = now;
  }

  /** True: one was there, and is taken. */
  take(now: number): boolean {
    this.tokens = Math.min(this.size, this.tokens + Math.max(0, now - this.filledAt) * this.perMs);
    this.filledAt = now;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
