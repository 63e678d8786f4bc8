/** What a session shows and takes: the contract between the questionnaire and the screens. No screen is known here. */

import type { FormData, Missing, QuestionType } from "./form.ts";

export type { FormData, Missing, QuestionType };

export interface Choice {
  value: string;
  label: string;
}

/** "type": what was typed is no such answer (it is kept as typed); the message is in the session's language. */
export interface Problem {
  kind: "required" | "constraint" | "type";
  message: string;
}

export interface QuestionView {
  kind: "question";
  /** Opaque and stable while a draft lives, whatever is added or removed beside it. */
  path: string;
  name: string;
  type: QuestionType;
  label: string;
  hint: string;
  appearance: string;
  domain: string;
  /** Without those that only say why there is no answer: they are `mayMiss`. */
  choices: readonly Choice[];
  required: boolean;
  /** Text, number as text, ISO day or choice code; a list of codes for select_multiple; null = no answer. */
  value: string | readonly string[] | null;
  missing: Missing;
  mayMiss: readonly Exclude<Missing, "">[];
  problem: Problem | null;
  /** The ISO day of an answer carried over from an earlier interview and not yet confirmed; null = of today. */
  old: string | null;
  /** Known from the household's record (a member's name, birth, sex): shown, not asked. */
  locked: boolean;
  /** The rulebook's code of the fact it asks for, for showing what a finding wants to know. */
  fact: string | null;
}

export interface NoteView {
  kind: "note";
  path: string;
  name: string;
  label: string;
  hint: string;
}

export interface GroupView {
  kind: "group";
  path: string;
  name: string;
  label: string;
  domain: string;
  nodes: readonly View[];
}

export interface RowView {
  kind: "row";
  path: string;
  /** The uuid of the person this row is about. */
  key: string;
  /** From 1. */
  position: number;
  /** A member known from the household's record: cannot be removed here. */
  known: boolean;
  nodes: readonly View[];
}

export interface RepeatView {
  kind: "repeat";
  path: string;
  name: string;
  label: string;
  rows: readonly RowView[];
}

/** Views are immutable; a view that has not changed is the same object as before (`===`). */
export type View = QuestionView | NoteView | GroupView | RepeatView;

export interface Section {
  path: string;
  label: string;
  /** The row (member) it stands in; null for the household's. */
  row: string | null;
  asked: number;
  answered: number;
  problems: number;
}

export interface Progress {
  /** Questions visible now, and those with an answer or a reason why there is none (old answers count as not). */
  asked: number;
  answered: number;
  problems: number;
  sections: readonly Section[];
}

/** A member of a household document, as far as an interview needs it. */
export interface KnownMember {
  uuid: string;
  surname: string;
  given_name: string;
  sex: "f" | "m" | "";
  born_on: string | null;
  born_precision: string;
  relation: string;
  is_head: boolean;
  until?: string | null;
}

/** What is known already: a household document of the wire serves as it is. */
export interface Carried {
  uuid: string;
  village: number | null;
  address: string;
  members: readonly KnownMember[];
  facts: Readonly<Record<string, Readonly<Record<string, readonly [value: unknown, seenOn: string, ...rest: unknown[]]>>>>;
}

export interface Opening {
  /** The role in which the worker asks; answers the questionnaire's own question about it. */
  role: string;
  /** The domains that this role may ask; others' questions do not exist for it. */
  domains: readonly string[];
  /** The day of the visit. */
  on: string;
  /** The moment it began, ISO with its zone. */
  at: string;
  language: string;
  /** The household known already (a follow-up); null for one met for the first time. */
  carried: Carried | null;
  round?: string;
  /** Villages of the commune, to find the code of the one that is named. */
  villages?: readonly { siruta: number; name: string }[];
  /** A new uuid; random when not given. */
  newId?: () => string;
}

/** Same shape as the input of `assess` in field/src/method. */
export interface FactsNow {
  household: Record<string, unknown>;
  members: Record<string, unknown>[];
}

/** Everything of an entry that an interview says; the rest (uuid, commune, on, at, rulebook) is the sealer's. */
export interface PayloadOf {
  kind: "enrol_household" | "enrol_person" | "record_interview";
  version: 1;
  household: string;
  person: string | null;
  payload: Record<string, unknown>;
}

/** An answer of a draft whose question is no longer asked, or no longer takes it: kept, shown, never dropped. */
export interface Aside {
  path: string;
  name: string;
  value: string;
  missing: Missing;
}

/** A draft as JSON; opaque to everybody else. */
export type Draft = Readonly<Record<string, unknown>>;

/** One interview being held. Changing methods change it in place; what it shows are immutable views. */
export interface Session {
  readonly form: FormData;
  readonly household: string;
  /** Grows by every change; for screens that ask "anything new?". */
  readonly revision: number;
  nodes(): readonly View[];
  /** One question by its path, or null when it is not asked (any more). */
  question(path: string): QuestionView | null;
  /** Text, number, ISO day or choice; a list for select_multiple; null takes the answer back. */
  answer(path: string, value: string | number | readonly string[] | null): void;
  setMissing(path: string, missing: Missing): void;
  /** An old answer still holds: it is one of today. */
  confirm(path: string): void;
  /** A new row of a repeated group (a member); gives its key, a new uuid. */
  addRepeat(path: string): string;
  removeRepeat(path: string, key: string): void;
  progress(): Progress;
  /** Every problem, required answers included; from then on views show those too. */
  check(): readonly { path: string; label: string; problem: Problem }[];
  aside(): readonly Aside[];
  facts(): FactsNow;
  payloads(ending: { at: string }): readonly PayloadOf[];
  toJSON(): Draft;
}
