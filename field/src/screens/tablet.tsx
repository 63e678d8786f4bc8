/** This tablet: language, look, PIN, who works with it, and whether it can be wiped. */

import { useState } from "preact/hooks";
import { LANGUAGES, type Language } from "../words/words.ts";
import { Message } from "./parts/pieces.tsx";
import { Radios } from "./parts/fields.tsx";
import { Screen } from "./parts/screen.tsx";
import { ChoosePin, PinPad } from "./pin.tsx";
import { addressOf } from "./route.ts";
import { book, look as lookAgain, lockNow, status, tablet, worker } from "./session.ts";
import { chooseLook, day, language, look, moment, say, type Look } from "./say.ts";

export function LanguageChoice() {
  return (
    <Radios label={say("language")} side value={language.value}
      options={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
      onInput={(chosen) => chooseLook({ language: chosen as Language })} />
  );
}

export function TabletScreen() {
  const now = status.value;
  return (
    <Screen title={say("tablet_title")} ways>
      <p>{worker.value?.name}<br /><span class="soft">{roles().join(" · ")}</span></p>
      <div class="buttons">
        <button type="button" class="button" onClick={lockNow}>{say("lock_now")}</button>
        <a class="button button-quiet" href={addressOf("pin")}>{say("pin_change")}</a>
        <a class="button button-quiet" href={addressOf("phones")}>{say("phones_open")}</a>
      </div>
      <h2>{say("look_title")}</h2>
      <LanguageChoice />
      <Radios label={say("look")} value={look.value} onInput={(chosen) => chooseLook({ look: chosen as Look })}
        options={[{ value: "system", label: say("look_system") }, { value: "sun", label: say("look_sun") }]} />
      <h2>{say("lease_title")}</h2>
      {now?.lease_until && <p>{say("lease_until", { day: day(now.lease_until) })}</p>}
      {now?.last_contact_at && <p class="soft">{say("strip_contact", { at: moment(now.last_contact_at) })}</p>}
      {book.value && <p class="soft">{say("rulebook_version", { version: book.value.version })}</p>}
      <Wipe />
    </Screen>
  );
}

function roles(): string[] {
  return [...new Set(worker.value?.roles.map(({ role }) => book.value?.role(role) ?? role))];
}

function Wipe() {
  const [said, setSaid] = useState<string>("");
  const [sure, setSure] = useState(false);
  async function ask(): Promise<void> {
    setSaid(say("one_moment"));
    const { wipeable, missing, state } = await tablet().accounted();
    await lookAgain();
    setSaid(wipeable ? "" : state === "done" ? say("wipe_missing", { n: missing.length }) : say("wipe_offline"));
  }
  async function wipe(): Promise<void> {
    await tablet().wipe();
    location.replace(location.pathname);
  }
  const wipeable = status.value?.wipeable === true;
  return (
    <>
      <h2>{say("wipe_title")}</h2>
      <Message tone={wipeable ? "good" : "note"}><p>{wipeable ? say("wipe_yes") : said || say("wipe_unknown")}</p></Message>
      {!wipeable && <button type="button" class="button button-quiet" onClick={() => void ask()}>{say("wipe_ask")}</button>}
      {wipeable && !sure && <button type="button" class="button button-quiet" onClick={() => setSure(true)}>{say("wipe")}</button>}
      {wipeable && sure && (
        <div role="alertdialog" aria-label={say("wipe_sure")}>
          <p>{say("wipe_sure")}</p>
          <div class="buttons">
            <button type="button" class="button" onClick={() => void wipe()}>{say("wipe_do")}</button>
            <button type="button" class="button button-quiet" onClick={() => setSure(false)}>{say("cancel")}</button>
          </div>
        </div>
      )}
    </>
  );
}

export function ChangePin() {
  const [old, setOld] = useState<string | null>(null);
  const [said, setSaid] = useState<{ tone: "good" | "bad"; text: string } | null>(null);
  const [busy, setBusy] = useState(false);
  async function change(next: string): Promise<void> {
    setBusy(true);
    try {
      const came = await tablet().changePin(old ?? "", next);
      setSaid(came.state === "open" ? { tone: "good", text: say("pin_changed") } : { tone: "bad", text: say("pin_old_wrong") });
    } catch {
      setSaid({ tone: "bad", text: say("pin_weak") });
    }
    setBusy(false);
    setOld(null);
    await lookAgain();
  }
  return (
    <Screen title={say("pin_change")} back={addressOf("tablet")}>
      {said && <Message tone={said.tone} loud><p>{said.text}</p></Message>}
      {said?.tone === "good" ? null : old === null
        ? <PinPad key="old" label={say("pin_old")} send={say("next")} busy={busy} onPin={setOld} />
        : <ChoosePin key="new" least={6} send={say("pin_change")} busy={busy} onPin={(pin) => void change(pin)} />}
    </Screen>
  );
}
