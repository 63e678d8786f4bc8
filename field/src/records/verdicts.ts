/** What became of this tablet's entries after their receipt: the register's word that holds now. */

import type { EntryState } from "./entry.ts";

/** Under what the verdicts are kept among the meta. */
export const VERDICTS = "verdicts";

/** Of one entry that was to settle when it came. */
export interface Verdict {
  entry: string;
  state: "applied" | "to_settle" | "set_aside";
}

/** As the server told them last, by their digest. */
export interface Verdicts {
  digest: string;
  words: Verdict[];
}

/** Entries that the register has: of what is still to be sent, or sent again, it has said nothing that holds. */
export const HAD: readonly EntryState[] = ["received", "to_settle", "set_aside"];

/** Where the journal says that an entry stands, by the register's word. */
export function statesBy(verdicts: Verdicts | null): ReadonlyMap<string, EntryState> {
  return new Map(verdicts?.words.map(({ entry, state }) => [entry, state === "applied" ? "received" : state]));
}
