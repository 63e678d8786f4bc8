/** Persons already here who may be the one being registered, while the worker types. */

import type { LikelyDuplicate, Registering } from "../../records/records.ts";
import { placeOf } from "../households.tsx";
import { Message, personInWords } from "../parts/pieces.tsx";
import { addressOf } from "../route.ts";
import { records } from "../session.ts";
import { say } from "../say.ts";

const LIKELY = 0.5;
const MOST = 3;

/** The likeliest who are already here, but for those of one household. */
export function likelyOf(person: Registering, besides?: string): LikelyDuplicate[] {
  if (!person.surname.trim() && !person.given_name.trim()) return [];
  return records().duplicates(person, MOST + 5).filter((one) => one.likely >= LIKELY && one.household !== besides).slice(0, MOST);
}

export function LikelyDuplicates({ person, besides }: { person: Registering; besides?: string }) {
  const found = likelyOf(person, besides);
  if (found.length === 0) return null;
  return (
    <Message tone="note">
      <p><strong>{say("duplicate_title")}</strong></p>
      <ul class="plain">
        {found.map((one) => (
          <li key={one.person.uuid}>
            <a href={addressOf("household", one.household)}>{personInWords(one.person)}</a>{" "}
            <span class="soft">{placeOf(records().summary(one.household))}</span>
          </li>
        ))}
      </ul>
      <p>{say("duplicate_lead")}</p>
    </Message>
  );
}
