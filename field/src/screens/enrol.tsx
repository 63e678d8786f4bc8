/** The first minutes: the office's code, a name for the tablet, a PIN; then the commune comes. */

import { useState } from "preact/hooks";
import { TextField } from "./parts/fields.tsx";
import { Message } from "./parts/pieces.tsx";
import { Screen } from "./parts/screen.tsx";
import { ChoosePin } from "./pin.tsx";
import { goInstead } from "./route.ts";
import { say } from "./say.ts";
import { LanguageChoice } from "./tablet.tsx";
import { look, syncNow, tablet } from "./session.ts";

const PIN_LEAST = 6; // what every office asks at the least; its own policy is checked by the vault

/** The code of a link such as /teren/#cod=ABCD-EFGH, taken out of the address at once. */
export function codeOfAddress(hash: string): string {
  return decodeURIComponent(/^#cod=([^&]*)/.exec(hash)?.[1] ?? "").trim();
}

export function Enrol({ given }: { given: string }) {
  const [code, setCode] = useState(given);
  const [name, setName] = useState("");
  const [named, setNamed] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | undefined>(undefined);

  async function enrol(pin: string): Promise<void> {
    setBusy(true);
    setError(undefined);
    try {
      const done = await tablet().enrol({ code: code.trim(), pin, name: name.trim() });
      if (done.state === "enrolled") {
        void navigator.storage?.persist?.();
        goInstead("today");
        await look();
        void syncNow();
        return;
      }
      setError(done.message || say(done.state === "refused" ? "enrol_refused" : done.state === "portal" ? "sync_portal" : "enrol_offline"));
      if (done.state === "refused") setNamed(false);
    } catch (problem) {
      setError(problem instanceof Error && problem.name === "PinTooWeak" ? say("pin_weak") : say("enrol_failed"));
    } finally {
      setBusy(false);
    }
  }

  if (named) {
    return (
      <Screen key="pin" title={say("pin_title")}>
        {busy && <Message tone="note">{say("enrol_busy")}</Message>}
        {error && <Message tone="bad" loud>{error}</Message>}
        <p>{say("pin_why")}</p>
        <ChoosePin send={say("enrol_send")} least={PIN_LEAST} busy={busy} onPin={(pin) => void enrol(pin)} />
        <p><button type="button" class="link" onClick={() => setNamed(false)}>{say("enrol_back")}</button></p>
      </Screen>
    );
  }
  return (
    <Screen key="code" title={say("enrol_title")}>
      <p>{say("enrol_lead")}</p>
      {error && <Message tone="bad" loud>{error}</Message>}
      <form onSubmit={(event) => { event.preventDefault(); if (code.trim() && name.trim()) setNamed(true); }}>
        <TextField label={say("enrol_code")} hint={say("enrol_code_hint")} value={code} onInput={setCode} />
        <TextField label={say("enrol_name")} hint={say("enrol_name_hint")} value={name} onInput={setName} />
        <button class="button wide" disabled={!code.trim() || !name.trim()}>{say("next")}</button>
      </form>
      <LanguageChoice />
    </Screen>
  );
}
