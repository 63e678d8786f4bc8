/**
 * Keeps what is half-filled: saved shortly after each answer, and at once when the page is left or hidden.
 *
 *     const keeper = keepDraft(records, { id, kind: "interview", household });
 *     keeper.note(form.toJSON());          // at every answer
 *     keeper.leaveWith(document, window);  // flushes on visibilitychange and pagehide
 */

import type { Draft, Records } from "./records.ts";

const SOON_MS = 250;

/** Whatever tells events: a document, a window. */
interface Tells {
  addEventListener(name: string, call: () => void): void;
  removeEventListener(name: string, call: () => void): void;
}

export interface Keeper<T> {
  /** The draft as it is now; written within 300 ms. */
  note(value: T): void;
  /** Writes what is not yet written; resolves when it is on the disk. Throws `DiskFull` or `Locked`. */
  flush(): Promise<void>;
  /** Flushes when the document is hidden or the page goes; gives the way to stop. */
  leaveWith(document: Tells, window: Tells): () => void;
}

/** A keeper of one draft. `failed` is told when a write did not succeed; the value stays to be written. */
export function keepDraft<T>(
  records: Pick<Records, "saveDraft">, draft: Omit<Draft<T>, "value" | "saved_at">, failed: (error: unknown) => void = () => {},
): Keeper<T> {
  let pending: { value: T } | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let writing: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    const taken = pending;
    if (taken === null) return;
    pending = null;
    try {
      await records.saveDraft<T>({ ...draft, value: taken.value });
    } catch (error) {
      pending ??= taken;
      throw error;
    }
  };
  const flush = (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    writing = writing.catch(() => undefined).then(write);
    return writing;
  };
  return {
    note(value) {
      pending = { value };
      timer ??= setTimeout(() => void flush().catch(failed), SOON_MS);
    },
    flush,
    leaveWith(document, window) {
      const leave = (): void => void flush().catch(failed);
      document.addEventListener("visibilitychange", leave);
      window.addEventListener("pagehide", leave);
      return () => {
        document.removeEventListener("visibilitychange", leave);
        window.removeEventListener("pagehide", leave);
      };
    },
  };
}
