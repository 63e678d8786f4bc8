/** A compiled rulebook as the server sends it; made by `vatra.method.typescript`. */

export type Kind = "child" | "adult" | "pregnant";
export type Subject = "household" | Kind | "member";
/** true, false, a number, the code of a choice, the bits of a set; null = not known. */
export type Value = boolean | number | string | null;
/** A tree as a nested list whose first item says what it is. */
export type Tree = readonly [string, ...unknown[]];

export interface FactData {
  subject: Subject;
  type: "boolean" | "number" | "choice" | "set" | "date";
  choices: string[];
  minimum: number | null;
  maximum: number | null;
}

export interface VulnerabilityData {
  code: string;
  subject: Exclude<Subject, "member">;
  since: string | null;
  until: string | null;
  rows: [severity: number, cells: Tree[]][];
}

export interface ServiceData {
  code: string;
  propose: "finding" | "household_once" | "never";
  vulnerabilities: string[];
  first_due_days: number | null;
  severe_from: number | null;
  severe_due_days: number | null;
}

export interface Book {
  version: string;
  facts: Record<string, FactData>;
  derived: Record<string, { subject: Subject; type: "boolean" | "number"; label: Readonly<Record<string, string>>; expression: Tree }>;
  parameters: Record<string, [since: string | null, until: string | null, value: number][]>;
  vulnerabilities: VulnerabilityData[];
  services: ServiceData[];
  blocks: [scope: Subject, codes: string[]][];
}

export interface Finding {
  code: string;
  state: "present" | "absent" | "unknown";
  severity: number | null;
  reasons: Record<string, unknown>;
  ask: string[];
}

export interface ProposedService {
  code: string;
  for: string[];
  due_on: string | null;
  severity: number;
  who?: string[];
}

export type Level = "none" | "low" | "medium" | "high" | "immediate";

export interface SubjectResult {
  id: string;
  kind: "household" | Kind;
  findings: Finding[];
  level: Level;
  max_severity: number;
  services: ProposedService[];
}

export interface Result {
  rulebook: string;
  on: string;
  subjects: SubjectResult[];
  household: SubjectResult;
}

/** Whether a dated thing holds on a day; days as text compare as days do. */
export function holds(since: string | null, until: string | null, on: string): boolean {
  return (since === null || since <= on) && (until === null || on < until);
}
