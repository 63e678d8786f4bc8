/** The worker's language and look, and sentences in it. Kept in the clear: they say nothing about anybody. */

import { signal } from "@preact/signals";
import { dayInWords, isLanguage, momentInWords, sentence, type Filling, type Key, type Language } from "../words/words.ts";
import { today } from "./clock.ts";

export type Look = "system" | "sun";

const KEPT = "vatra-look";
export const language = signal<Language>("ro");
export const look = signal<Look>("system");

/** What the worker reads and how, as last chosen on this tablet. */
export function recallLook(): void {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "{}") as Record<string, unknown>;
    if (isLanguage(kept.language)) language.value = kept.language;
    if (kept.look === "sun") look.value = "sun";
  } catch {
    // storage forbidden or spoilt: the defaults serve
  }
  wear();
}

export function chooseLook(chosen: { language?: Language; look?: Look }): void {
  if (chosen.language) language.value = chosen.language;
  if (chosen.look) look.value = chosen.look;
  try {
    localStorage.setItem(KEPT, JSON.stringify({ language: language.value, look: look.value }));
  } catch {
    // not kept: chosen again next time
  }
  wear();
}

function wear(): void {
  document.documentElement.lang = language.value;
  document.documentElement.dataset.look = look.value;
}

/** A sentence in the worker's language; a component that calls it is drawn again when the language changes. */
export function say(key: Key, filling?: Filling): string {
  return sentence(language.value, key, filling);
}

export function day(value: string): string {
  return dayInWords(language.value, value);
}

export function moment(value: string): string {
  return momentInWords(language.value, value, today());
}
