/** A message to the team of a household. */

import { useState } from "preact/hooks";
import type { HouseholdSeen } from "../../records/document.ts";
import { today } from "../clock.ts";
import { Radios, TextField } from "../parts/fields.tsx";
import { say } from "../say.ts";
import { ActForm, actOf, type Mistakes } from "./act.tsx";

const READERS = ["team", "profession"] as const;

export function MessageForm({ home }: { home: HouseholdSeen }) {
  const [text, setText] = useState("");
  const [readers, setReaders] = useState<string>("team");
  const [wrong, setWrong] = useState<Mistakes>({});
  const acts = () => {
    if (!text.trim()) return { text: say("message_missing") };
    return [actOf(home, "write_message", { text: text.trim().slice(0, 2000), note_for: readers }, { on: today() })];
  };
  return (
    <ActForm home={home} title={say("act_message")} send={say("message_send")} acts={acts} onMistakes={setWrong}>
      <TextField label={say("message_what")} hint={say("message_hint")} long value={text} onInput={setText} error={wrong.text} />
      <Radios label={say("message_for")} value={readers} onInput={setReaders} options={READERS.map((one) => ({ value: one, label: say(`message_for_${one}`) }))} />
    </ActForm>
  );
}
