/** How long to wait before trying again by oneself: longer after each failure, never all tablets at once. */

const FIRST_MS = 2_000;
const LONGEST_MS = 15 * 60_000;

/** Counts failures in a row. `random` gives 0 to 1. */
export class Pause {
  private failures = 0;
  private until = 0;

  constructor(private readonly random: () => number, private readonly monotonic: () => number) {}

  /** It went well. */
  clear(): void {
    this.failures = 0;
    this.until = 0;
  }

  /** It failed: milliseconds until the next try. What the server asked for (`retry_ms`) is the least and is obeyed. */
  longer(retry_ms: number | null): number {
    const full = Math.min(FIRST_MS * 2 ** this.failures, LONGEST_MS);
    this.failures += 1;
    const own = full * (0.5 + this.random() / 2);
    if (retry_ms === null) return Math.round(own);
    this.until = this.monotonic() + retry_ms;
    return Math.round(retry_ms + own * this.random());
  }

  /** Milliseconds for which the server asked not to be called at all. */
  left(): number {
    return Math.max(0, Math.ceil(this.until - this.monotonic()));
  }
}
