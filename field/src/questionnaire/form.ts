/** A questionnaire as the server sends it; made by `vatra.method.forms.form_data`. */

/** An expression as a nested list whose first item says what it is; every reference is already resolved. */
export type Tree = readonly [string, ...unknown[]];
/** Words by language code. */
export type Words = Readonly<Record<string, string>>;
/** Why there is no answer. "" = there is one, or nobody has come to the question yet. */
export type Missing = "" | "dk" | "refused" | "not_asked";

export type QuestionType = "text" | "integer" | "decimal" | "date" | "select_one" | "select_multiple";

/** What the rulebook knows of a question: the fact it asks for. */
export interface FactOf {
  code: string;
  subject: "household" | "child" | "adult" | "pregnant" | "member";
  type: "boolean" | "number" | "choice" | "set" | "date";
  choices: readonly string[];
  minimum: number | null;
  maximum: number | null;
}

/** What is empty is left out. */
export interface NodeData {
  kind: "group" | "repeat" | "question" | "calculate" | "note" | "moment";
  /** Names of the groups above and its own, joined by "/". */
  path: string;
  name: string;
  row: number;
  type: string;
  domain?: string;
  label: Words;
  hint?: Words;
  message?: Words;
  appearance?: string;
  relevant?: Tree;
  required?: Tree;
  constraint?: Tree;
  calculation?: Tree;
  default?: Tree;
  /** Which field of the interview, the household or a person an answer is. */
  save?: { of: "interview" | "households" | "persons"; field: string };
  fact?: FactOf;
  /** The name of the list of choices. */
  list?: string;
  /** Choices that say only why there is no answer. */
  missing?: readonly Exclude<Missing, "">[];
  /** The path of the question that asks why this one has no answer; it is not shown by itself. */
  why?: string;
  /** The path of the question whose missing answer this one explains. */
  why_of?: string;
  nodes?: readonly NodeData[];
}

export interface FormData {
  name: string;
  version: string;
  hash: string;
  title: Words;
  languages: readonly string[];
  choices: Readonly<Record<string, readonly (readonly [name: string, label: Words])[]>>;
  /** The paths of all nodes, each after what it depends on. */
  order: readonly string[];
  nodes: readonly NodeData[];
}
