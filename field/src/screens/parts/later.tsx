/** What a screen draws later: what is folded up when it is opened, a long list when what stands above can be read. */

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

interface Folded {
  summary: ComponentChildren;
  /** What is inside; drawn when it is first opened. */
  children: () => ComponentChildren;
}

/** A native `details` that holds nothing until somebody opens it. */
export function Fold({ summary, children }: Folded) {
  const [drawn, draw] = useState(false);
  return (
    <details onToggle={(event) => event.currentTarget.open && draw(true)}>
      <summary>{summary}</summary>
      {drawn && children()}
    </details>
  );
}

const AT_ONCE = 4; // cards: more than a small tablet shows
const AT_LATEST_MS = 100;

/**
 * The items of a long list that are drawn by now, and whether these are all: the first at once, the others between
 * two touches. What stands below the list waits until it is whole, so that nothing moves under a finger.
 */
export function useInTurn<T>(items: readonly T[]): [drawn: readonly T[], whole: boolean] {
  const [most, drawUpTo] = useState(AT_ONCE);
  const whole = most >= items.length;
  useEffect(() => (whole ? undefined : whenIdle(() => drawUpTo(2 * most + AT_ONCE))), [most, whole]);
  return [whole ? items : items.slice(0, most), whole];
}

/** Runs it when the tablet has nothing else to do, soon at the latest; gives what takes that back. */
export function whenIdle(act: () => void): () => void {
  if (typeof requestIdleCallback === "undefined") { // Safari
    const timer = setTimeout(act);
    return () => clearTimeout(timer);
  }
  const asked = requestIdleCallback(act, { timeout: AT_LATEST_MS });
  return () => cancelIdleCallback(asked);
}
