/** What was found in a household, as this worker may see it: the register's word, and the method's own on this tablet. */

import type { Finding, Result, SubjectResult } from "../method/book.ts";
import type { HouseholdSeen, Judged } from "../records/document.ts";

/** One finding on the screen. `subject`: "household" or a person. */
export interface Shown {
  subject: string;
  code: string;
  severity: number;
  judged: Judged;
  since: string | null;
  reasons: Record<string, unknown>;
  /** Found or judged on this tablet, and not yet in the register. */
  unsent: boolean;
}

export interface Question {
  subject: string;
  fact: string;
  /** Vulnerabilities that wait for it. */
  about: string[];
}

const subjectOf = (one: SubjectResult) => (one.kind === "household" ? "household" : one.id);

function each(result: Result): { subject: string; finding: Finding }[] {
  return [result.household, ...result.subjects].flatMap((one) => one.findings.map((finding) => ({ subject: subjectOf(one), finding })));
}

/** The gravest first. What the register holds stands; what only the tablet found so far is marked. */
export function findingsOf(home: HouseholdSeen, live: Result | null, mayKnow: (code: string) => boolean): Shown[] {
  const key = (subject: string, code: string) => `${subject} ${code}`;
  const now = new Map((live ? each(live) : []).map((one) => [key(one.subject, one.finding.code), one.finding]));
  const changed = home.unsent.length > 0;
  const kept = home.findings
    .filter((one) => !(changed && now.get(key(one.subject, one.code))?.state === "absent"))
    .map((one) => ({ ...one, reasons: now.get(key(one.subject, one.code))?.reasons ?? {}, unsent: one.unsent !== undefined }));
  const known = new Set(home.findings.map((one) => key(one.subject, one.code)));
  const fresh = [...now].filter(([where, finding]) => finding.state === "present" && !known.has(where) && mayKnow(finding.code));
  const added = (changed ? fresh : []).map(([where, finding]) => ({
    subject: where.split(" ")[0]!, code: finding.code, severity: finding.severity ?? 1, since: null,
    judged: judgedHere(home, where.split(" ")[0]!, finding.code), reasons: finding.reasons, unsent: true,
  }));
  return [...kept, ...added].sort((one, other) => other.severity - one.severity || one.code.localeCompare(other.code));
}

/** What this worker said of a finding that the register does not hold yet. */
function judgedHere(home: HouseholdSeen, subject: string, code: string): Judged {
  const said = home.timeline.find((one) => one.kind === "judgement" && one.unsent && one.code === code && (one.person ?? "household") === subject);
  return said?.detail === "agreed" || said?.detail === "rejected" ? said.detail : "";
}

/** What a result finds, without a register: during an interview. */
export function presentIn(result: Result, mayKnow: (code: string) => boolean): Shown[] {
  return each(result)
    .filter(({ finding }) => finding.state === "present" && mayKnow(finding.code))
    .map(({ subject, finding }) => ({
      subject, code: finding.code, severity: finding.severity ?? 1, judged: "" as const, since: null, reasons: finding.reasons, unsent: false,
    }))
    .sort((one, other) => other.severity - one.severity || one.code.localeCompare(other.code));
}

/** What to ask next: each missing answer once for each subject, those that decide most first. */
export function questionsOf(result: Result, mayKnow: (code: string) => boolean, mayAsk: (fact: string) => boolean): Question[] {
  const found = new Map<string, Question>();
  for (const { subject, finding } of each(result)) {
    if (finding.state !== "unknown" || !mayKnow(finding.code)) continue;
    for (const fact of finding.ask.filter(mayAsk)) {
      const where = `${subject} ${fact}`;
      const question = found.get(where) ?? { subject, fact, about: [] };
      question.about.push(finding.code);
      found.set(where, question);
    }
  }
  return [...found.values()].sort((one, other) => other.about.length - one.about.length);
}
