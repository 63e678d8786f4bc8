/** The first minutes: the office's code, a name for the tablet, a PIN; then the commune comes. */

import { useRef, useState } from "preact/hooks";
import { Others } from "./others.tsx";
import { TextField } from "./parts/fields.tsx";
import { Message } from "./parts/pieces.tsx";
import { Screen } from "./parts/screen.tsx";
import { ChoosePin } from "./pin.tsx";
import { goInstead } from "./route.ts";
import { say } from "./say.ts";
import { LanguageChoice } from "./tablet.tsx";
import { look, syncNow, tablet } from "./session.ts";

const PIN_LEAST = 6; // what every office asks at the least; its own policy is checked by the vault

const REFUSALS = { refused: "enrol_refused", portal: "sync_portal", offline: "enrol_offline", busy: "enrol_offline" } as const;

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
  const [asksPassword, askPassword] = useState(false);
  const chosen = useRef(""); // the PIN, while the server asks for the password too

  async function enrol(pin: string, password = ""): Promise<void> {
    setBusy(true);
    setError(undefined);
    try {
      const given = { code: code.trim(), pin, name: name.trim(), sync_follows: true, ...(password ? { password } : {}) };
      const done = await tablet().enrol(given);
      chosen.current = done.state === "password_wanted" ? pin : "";
      askPassword(done.state === "password_wanted");
      if (done.state === "enrolled") {
        void navigator.storage?.persist?.();
        goInstead("today");
        await look();
        void syncNow();
        return;
      }
      if (done.state === "password_wanted") {
        setError(password ? done.message || say("recover_refused") : undefined);
        return;
      }
      setError(done.message || say(REFUSALS[done.state]));
      if (done.state === "refused") setNamed(false);
    } catch (problem) {
      setError(problem instanceof Error && problem.name === "PinTooWeak" ? say("pin_weak") : say("enrol_failed"));
    } finally {
      setBusy(false);
    }
  }

  if (asksPassword) return <AskPassword busy={busy} error={error} onPassword={(password) => void enrol(chosen.current, password)} />;
  if (!named) {
    const given = { code, setCode, name, setName };
    return <AskCode {...given} error={error} onNext={() => setNamed(true)} />;
  }
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

interface CodeAsked {
  code: string;
  setCode: (code: string) => void;
  name: string;
  setName: (name: string) => void;
  error: string | undefined;
  onNext: () => void;
}

function AskCode({ code, setCode, name, setName, error, onNext }: CodeAsked) {
  const complete = code.trim() !== "" && name.trim() !== "";
  return (
    <Screen key="code" title={say("enrol_title")}>
      <p>{say("enrol_lead")}</p>
      {error && <Message tone="bad" loud>{error}</Message>}
      <form onSubmit={(event) => { event.preventDefault(); if (complete) onNext(); }}>
        <TextField label={say("enrol_code")} hint={say("enrol_code_hint")} value={code} onInput={setCode} />
        <TextField label={say("enrol_name")} hint={say("enrol_name_hint")} value={name} onInput={setName} />
        <button class="button wide" disabled={!complete}>{say("next")}</button>
      </form>
      <Others />
      <LanguageChoice />
    </Screen>
  );
}

/** A colleague made the code: the worker's own password says who is there. */
function AskPassword({ busy, error, onPassword }: { busy: boolean; error: string | undefined; onPassword: (password: string) => void }) {
  const [password, setPassword] = useState("");
  return (
    <Screen key="password" title={say("recover_password")}>
      {error && <Message tone="bad" loud>{error}</Message>}
      <p>{say("enrol_password")}</p>
      <form onSubmit={(event) => { event.preventDefault(); if (password) onPassword(password); }}>
        <TextField label={say("recover_password")} type="password" value={password} onInput={setPassword} autoComplete="current-password" />
        <button class="button wide" disabled={busy}>{busy ? say("one_moment") : say("enrol_send")}</button>
      </form>
    </Screen>
  );
}
