/** One interview being held: what is asked now, what was answered, what it says. */

import type { Draft, FormData, Opening, Session } from "./shapes.ts";

export type * from "./shapes.ts";

/** Begins an interview. */
export function openForm(form: FormData, opening: Opening): Session {
  throw new Error(`not yet: ${form.name} ${opening.on}`);
}

/** Takes up a draft, also one begun with another version of the questionnaire or of the app. */
export function fromJSON(form: FormData, draft: Draft, opening: Opening): Session {
  throw new Error(`not yet: ${form.name} ${opening.on} ${Object.keys(draft).length}`);
}
