/** Small pieces of every screen: messages, badges, persons, waiting. */

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Key } from "../../words/words.ts";
import { initialsOf, nameOf, ageInWords, type Someone } from "../persons.ts";
import { say } from "../say.ts";
import { changes, idle } from "../session.ts";
import type { Drawing } from "./drawings.ts";
import { Icon } from "./icon.tsx";

const TONES: Record<"good" | "bad" | "note", [css: string, icon: Drawing]> = {
  good: ["message-success", "circle-check"], bad: ["message-error", "circle-alert"], note: ["message-info", "info"],
};

/** A sentence about what happened; `loud` ones are read out at once. */
export function Message({ tone, loud = false, children }: { tone: keyof typeof TONES; loud?: boolean; children: ComponentChildren }) {
  const [css, icon] = TONES[tone];
  return (
    <div class={`message ${css}`} role={loud ? "alert" : "status"}>
      <Icon name={icon} /><div>{children}</div>
    </div>
  );
}

const STEPS: Record<string, [Drawing, Key]> = {
  4: ["octagon-alert", "severity_4"], 3: ["triangle-alert", "severity_3"], 2: ["diamond", "severity_2"],
  1: ["circle", "severity_1"], 0: ["check", "severity_0"], unknown: ["message-circle-question-mark", "severity_unknown"],
};

/** The badge of a severity 1-4, 0 for none, null for unknown: shape, colour and word. */
export function Severity({ step }: { step: number | null }) {
  const [icon, word] = STEPS[step ?? "unknown"] ?? STEPS.unknown!;
  return <span class={`severity severity-${step ?? "unknown"}`}><Icon name={icon} size={18} /><span>{say(word)}</span></span>;
}

const LEVELS: Record<string, [number, Key]> = {
  immediate: [4, "level_immediate"], high: [3, "level_high"], medium: [2, "level_medium"], low: [1, "level_low"], none: [0, "level_none"],
};

export function LevelBadge({ level }: { level: string | null }) {
  const found = LEVELS[level ?? ""];
  if (!found) return <span class="severity severity-unknown"><Icon name="message-circle-question-mark" size={18} /><span>{say("level_unknown")}</span></span>;
  return <span class={`severity severity-${found[0]}`}><Icon name={STEPS[found[0]]![0]} size={18} /><span>{say(found[1])}</span></span>;
}

/** Initials and age; the name when tapped, until the tablet lies idle. */
export function Who({ person }: { person: Someone }) {
  const [shown, show] = useState(false);
  useEffect(() => {
    if (idle.value) show(false);
  }, [idle.value]);
  const age = ageInWords(person);
  return (
    <button type="button" class="who" aria-expanded={shown} onClick={() => show(!shown)}>
      {shown ? nameOf(person) : initialsOf(person)}{age && <span class="soft">, {age}</span>}
    </button>
  );
}

/** A name in a list that the worker has asked for; initials while the tablet lies idle. */
export function personInWords(person: Someone): string {
  const age = ageInWords(person);
  const name = idle.value ? initialsOf(person) : nameOf(person);
  return age ? `${name}, ${age}` : name;
}

export function Empty({ title, children }: { title: string; children: ComponentChildren }) {
  return <div class="empty"><h2>{title}</h2>{children}</div>;
}

export function NotSent() {
  return <span class="tag"><Icon name="cloud-off" size={18} />{say("only_on_tablet")}</span>;
}

export function Waiting() {
  return <p class="soft" role="status">{say("one_moment")}</p>;
}

/** What a question to the tablet gives, asked again whenever something kept there changed; undefined until the first answer. */
export function useKept<T>(ask: () => Promise<T>, about: readonly unknown[] = []): T | undefined {
  const [found, set] = useState<{ about: string; value: T } | undefined>(undefined);
  const key = JSON.stringify(about);
  const changed = changes.value;
  useEffect(() => {
    let here = true;
    ask().then((value) => here && set({ about: key, value }), () => undefined);
    return () => {
      here = false;
    };
  }, [changed, key]);
  return found?.about === key ? found.value : undefined;
}
