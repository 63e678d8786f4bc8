/** Sealing an act from a screen: on the disk first, then on its way. */

import { useState } from "preact/hooks";
import type { Act } from "../records/entry.ts";
import { book, records, syncNow } from "./session.ts";
import { say } from "./say.ts";

/** One sentence when it could not be kept, null when it is sealed. */
export async function sealed(acts: readonly Act[], drafts: string[] = []): Promise<string | null> {
  const rulebook = book.value?.version ?? "";
  try {
    await records().seal(acts.map((act) => ({ rulebook, ...act })), { drafts });
  } catch (problem) {
    const name = problem instanceof Error ? problem.name : "";
    return say(name === "DiskFull" ? "seal_disk_full" : name === "Locked" ? "seal_locked" : "seal_failed");
  }
  void syncNow();
  return null;
}

/** A form's sending: mistakes first, then sealed once, then on. */
export function useSealing(): {
  busy: boolean;
  error: string | null;
  seal: (acts: readonly Act[], then: () => void, drafts?: string[]) => Promise<void>;
} {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  async function seal(acts: readonly Act[], then: () => void, drafts: string[] = []): Promise<void> {
    if (busy) return;
    setBusy(true);
    const why = await sealed(acts, drafts);
    setBusy(false);
    setError(why);
    if (why === null) then();
  }
  return { busy, error, seal };
}
