/** The referrals of a household that are under way, each with the last word on it. */

import type { HouseholdSeen } from "../records/document.ts";
import type { Book } from "./book.ts";
import { day, say } from "./say.ts";
import { STEPS, underWay } from "./sent-on.ts";

export function SentOn({ home, words }: { home: HouseholdSeen; words: Book }) {
  const sent = underWay(home);
  if (sent.length === 0) return null;
  return (
    <section class="group">
      <h2>{say("act_referral")}: {say("under_way")}</h2>
      <ul class="rows">
        {sent.map(({ sent: one, last }) => {
          const step = STEPS[last?.detail ?? ""];
          return (
            <li key={one.uuid}><div class="in">
              <strong>{words.nameOf(one.code ?? "")}</strong><br />
              {one.detail && <span>{words.institution(one.detail)} · </span>}
              <span class="soft">{day(last?.on ?? one.on)}: {step ? say(step) : say("under_way_silent")}{last?.note && ` · ${last.note}`}</span>
            </div></li>
          );
        })}
      </ul>
    </section>
  );
}
