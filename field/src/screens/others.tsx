/** Colleagues who share this tablet: each opens what is theirs, with their own PIN. */

import { Icon } from "./parts/icon.tsx";
import { say } from "./say.ts";
import { holdStore, initialsHeld, others } from "./shared.ts";

/** Whom the PIN is asked of, where several share a tablet. */
export function OpensFor() {
  return others.value.length > 0 && initialsHeld() ? <p class="lead">{say("shared_now", { who: initialsHeld() })}</p> : null;
}

/** The way to another worker's store; `fresh` offers one to a worker who is new to this tablet. */
export function Others({ fresh = false }: { fresh?: boolean }) {
  if (others.value.length === 0 && !fresh) return null;
  return (
    <section class="group">
      <h2>{say("shared_title")}</h2>
      <p class="soft">{say("shared_lead")}</p>
      <div class="buttons">
        {others.value.map((one) => (
          <button type="button" class="button button-quiet" key={one.name} onClick={() => holdStore(one.name)}><Icon name="lock" size={20} /> {say("shared_open", { who: one.initials })}</button>
        ))}
        {fresh && <button type="button" class="button button-quiet" onClick={() => holdStore()}>{say("shared_new")}</button>}
      </div>
    </section>
  );
}
