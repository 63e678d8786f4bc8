/**
 * The time that a lease obeys: the tablet's clock set right by the server's last word, never running backwards.
 *
 * Whoever turns the tablet's clock back gains nothing: the latest moment ever seen is kept, and while the app runs
 * time goes on from it by the monotonic clock. Only the server's word can set it back.
 */

/** Two clocks in milliseconds: the tablet's, which anyone may change, and one that only goes on. */
export interface Clocks {
  now(): number;
  monotonic(): number;
}

/** Milliseconds since 1970, as the server would say them as far as the tablet can know. */
export class LeaseClock {
  private latest: number;
  private base: number;

  constructor(private readonly clocks: Clocks, latest: number, private offset: number) {
    this.latest = latest;
    this.base = clocks.monotonic();
  }

  /** Now; remembered as the latest moment seen. */
  now(): number {
    const monotonic = this.clocks.monotonic();
    this.latest = Math.max(this.clocks.now() + this.offset, this.latest + Math.max(0, monotonic - this.base));
    this.base = monotonic;
    return this.latest;
  }

  /** The server's word: from here on the tablet's clock is off by what it is off now. */
  set(server: number): void {
    this.offset = server - this.clocks.now();
    this.latest = server;
    this.base = this.clocks.monotonic();
  }

  /** What to keep on the disk. */
  kept(): { latest: number; offset: number } {
    return { latest: this.now(), offset: this.offset };
  }
}
