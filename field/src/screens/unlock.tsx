/** The tablet is locked: a PIN; and what to do when a PIN is not enough. */

import { useEffect, useState } from "preact/hooks";
import type { Unlocked } from "../vault/vault.ts";
import { TextField } from "./parts/fields.tsx";
import { Message } from "./parts/pieces.tsx";
import { Screen } from "./parts/screen.tsx";
import { OpensFor, Others } from "./others.tsx";
import { ChoosePin, PinPad } from "./pin.tsx";
import { say } from "./say.ts";
import { lock, look, status, syncNow, tablet } from "./session.ts";
import { LanguageChoice } from "./tablet.tsx";

export function Unlock() {
  const [forgotten, setForgotten] = useState(false);
  if (lock.value === "pin_destroyed" || forgotten) return <Recover {...(lock.value === "pin_destroyed" ? {} : { onBack: () => setForgotten(false) })} />;
  return <AskPin onForgotten={() => setForgotten(true)} />;
}

/** Whole seconds until a moment (milliseconds), counted down; a tablet that slept in between is told right. */
function useSecondsUntil(moment: number): number {
  const [now, setNow] = useState(Date.now());
  const left = Math.max(0, Math.ceil((moment - now) / 1000));
  useEffect(() => {
    if (left === 0) return undefined;
    const timer = setTimeout(() => setNow(Date.now()), 500);
    return () => clearTimeout(timer);
  }, [now, left]);
  return left;
}

function Safe() {
  const unsent = (status.value?.waiting ?? 0) + (status.value?.sent ?? 0);
  return <p class="soft">{unsent > 0 ? say("unlock_safe", { n: unsent }) : say("unlock_safe_none")}</p>;
}

function AskPin({ onForgotten }: { onForgotten: () => void }) {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<Unlocked | null>(null);
  const [until, setUntil] = useState(0);
  const left = useSecondsUntil(until);

  async function tryPin(pin: string): Promise<void> {
    setBusy(true);
    const came = await tablet().unlock(pin);
    setBusy(false);
    setSaid(came);
    if ("wait_seconds" in came) setUntil(Date.now() + came.wait_seconds * 1000);
    await look();
    if (came.state === "open") void syncNow();
  }

  const over = lock.value === "lease_over" || said?.state === "lease_over";
  return (
    <Screen title={say("unlock_title")}>
      <OpensFor />
      {over && <Message tone="bad" loud><p>{say("lease_over")}</p></Message>}
      {said?.state === "wrong_pin" && (
        <Message tone="bad" loud><p>{say("unlock_wrong", { n: said.tries_left })}</p></Message>
      )}
      {left > 0 && <p role="timer" class="lead">{say("unlock_wait", { n: left })}</p>}
      <PinPad label={say("unlock_pin")} send={say("unlock_send")} busy={busy || left > 0} onPin={(pin) => void tryPin(pin)} />
      <p><button type="button" class="link" onClick={onForgotten}>{say("unlock_forgotten")}</button></p>
      <Safe />
      <Others fresh />
      <LanguageChoice />
    </Screen>
  );
}

function Recover({ onBack }: { onBack?: () => void }) {
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [ready, setReady] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | undefined>(undefined);

  async function recover(pin: string): Promise<void> {
    setBusy(true);
    setError(undefined);
    try {
      const came = await tablet().recover({ username: username.trim(), password, pin });
      if (came.state !== "recovered") {
        setError(came.message || say(came.state === "refused" ? "recover_refused" : "recover_offline"));
        setReady(false);
        setPassword("");
      }
    } catch {
      setError(say("pin_weak"));
    } finally {
      setBusy(false);
    }
    await look();
  }

  return (
    <Screen key="recover" title={say(onBack ? "recover_choose" : "recover_title")}>
      <Message tone="note"><p>{say(onBack ? "recover_how" : "recover_lead")}</p></Message>
      <Safe />
      {error && <Message tone="bad" loud><p>{error}</p></Message>}
      {ready ? <ChoosePin least={6} send={say("recover_send")} busy={busy} onPin={(pin) => void recover(pin)} /> : (
        <form onSubmit={(event) => { event.preventDefault(); if (username.trim() && password) setReady(true); }}>
          <TextField label={say("recover_username")} value={username} onInput={setUsername} autoComplete="username" />
          <TextField label={say("recover_password")} type="password" value={password} onInput={setPassword} autoComplete="current-password" />
          <button class="button wide">{say("next")}</button>
        </form>
      )}
      {onBack && <p><button type="button" class="link" onClick={onBack}>{say("cancel")}</button></p>}
    </Screen>
  );
}
