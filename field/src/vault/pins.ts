/** Which PINs are taken, and how long to wait after wrong ones. */

import { PinTooWeak } from "./vault.ts";

const RUNS = ["01234567890123456789", "98765432109876543210"];

/** Throws `PinTooWeak`: too short, one letter only, one or two digits over and over, or digits in a row. */
export function checkPin(pin: string, least: number): void {
  const letters = [...pin.normalize("NFKC")];
  if (letters.length < least) throw new PinTooWeak("too_short");
  if (new Set(letters).size < 3) throw new PinTooWeak("too_few_different");
  if (RUNS.some((run) => run.includes(pin))) throw new PinTooWeak("in_a_row");
}

/** Seconds to wait before the next PIN after so many wrong ones: none, 1, 2, 4, 8 … */
export function waitAfter(wrong: number): number {
  return wrong <= 0 ? 0 : 2 ** Math.min(wrong - 1, 20);
}
