/** “It is not so”: a worker has looked and disagrees with a finding; the reason is compulsory. */

import { useState } from "preact/hooks";
import type { HouseholdSeen } from "../../records/document.ts";
import { today } from "../clock.ts";
import { memberOf } from "../household.tsx";
import { TextField } from "../parts/fields.tsx";
import { Who } from "../parts/pieces.tsx";
import { book } from "../session.ts";
import { say } from "../say.ts";
import { ActForm, actOf, type Mistakes } from "./act.tsx";

export function RejectForm({ home, subject, code }: { home: HouseholdSeen; subject: string; code: string }) {
  const [reason, setReason] = useState("");
  const [wrong, setWrong] = useState<Mistakes>({});
  const person = memberOf(home, subject);
  const acts = () => {
    if (!reason.trim()) return { reason: say("reason_missing") };
    return [actOf(home, "reject_finding", { code, reason: reason.trim() }, { on: today(), person: person?.uuid ?? null })];
  };
  return (
    <ActForm home={home} title={say("reject")} send={say("reject_send")} acts={acts} onMistakes={setWrong}>
      <p><strong>{book.value?.nameOf(code)}</strong> {person && <Who person={person} />}</p>
      <p>{say("reject_lead")}</p>
      <TextField label={say("reject_reason")} long value={reason} onInput={setReason} error={wrong.reason} />
    </ActForm>
  );
}
