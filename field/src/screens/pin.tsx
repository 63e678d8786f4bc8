/** Digits under the thumb, or a passphrase on the keyboard. */

import { useState } from "preact/hooks";
import { Icon } from "./parts/icon.tsx";
import { TextField } from "./parts/fields.tsx";
import { say } from "./say.ts";

interface Asked {
  label: string;
  hint?: string;
  send: string;
  busy?: boolean;
  error?: string | undefined;
  onPin: (pin: string) => void;
}

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** Asks for a PIN; gives it and forgets it. */
export function PinPad({ label, hint, send, busy = false, error, onPin }: Asked) {
  const [pin, setPin] = useState("");
  const [words, setWords] = useState(false);
  const give = (event: Event) => {
    event.preventDefault();
    if (pin === "" || busy) return;
    onPin(pin);
    setPin("");
  };
  return (
    <form onSubmit={give} autocomplete="off">
      <TextField label={label} {...(hint ? { hint } : {})} error={error} type="password" value={pin} onInput={setPin}
        autoComplete="off" inputMode={words ? "text" : "numeric"} />
      {!words && <Pad onDigit={(digit) => setPin(pin + digit)} onBack={() => setPin(pin.slice(0, -1))} />}
      <button class="button wide" disabled={busy}>{busy ? say("one_moment") : send}</button>
      <p><button type="button" class="link" onClick={() => { setWords(!words); setPin(""); }}>{say(words ? "pin_digits" : "pin_words")}</button></p>
    </form>
  );
}

function Pad({ onDigit, onBack }: { onDigit: (digit: string) => void; onBack: () => void }) {
  return (
    <div class="pad" role="group" aria-label={say("pin_pad")}>
      {DIGITS.map((digit) => <button type="button" key={digit} onClick={() => onDigit(digit)}>{digit}</button>)}
      <span />
      <button type="button" onClick={() => onDigit("0")}>0</button>
      <button type="button" onClick={onBack} aria-label={say("pin_delete")}><Icon name="delete" /></button>
    </div>
  );
}

/** Chooses a PIN by typing it twice. */
export function ChoosePin({ send, busy = false, error, least, onPin }: { send: string; busy?: boolean; error?: string | undefined; least: number; onPin: (pin: string) => void }) {
  const [first, setFirst] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string | undefined>(undefined);
  const taken = (pin: string) => {
    setWrong(undefined);
    if (first === null) {
      if ([...pin].length < least) setWrong(say("pin_short", { n: least }));
      else setFirst(pin);
    } else if (pin === first) {
      onPin(pin);
    } else {
      setFirst(null);
      setWrong(say("pin_differ"));
    }
  };
  return first === null
    ? <PinPad key="first" label={say("pin_choose")} hint={say("pin_choose_hint", { n: least })} send={say("next")} busy={busy} error={wrong ?? error} onPin={taken} />
    : <PinPad key="again" label={say("pin_again")} send={send} busy={busy} error={wrong ?? error} onPin={taken} />;
}
