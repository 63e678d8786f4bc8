/** A household's answers in, findings with reasons, levels and services out: the same as `vatra.method`. */

import { KINDS, takeHousehold, takeMember, BadInput, type Taken } from "./answers.ts";
import { holds, type Book, type Finding, type Level, type ProposedService, type Result, type ServiceData } from "./book.ts";
import type { SubjectResult, Tree, Value, Values, VulnerabilityData } from "./book.ts";
import { askOf, reasonsOf, type Witness } from "./reasons.ts";
import { closure, every, type Scene } from "./trees.ts";

export { BadInput };

/** Findings, levels and services of a household on a day (YYYY-MM-DD). Throws `BadInput`. */
export function assess(book: Book, household: Record<string, unknown>, members: Record<string, unknown>[], on: string): Result {
  const house = takeHousehold(book, household);
  const taken = members.map((member, place) => takeMember(book, `members[${place}]`, member, on));
  const vulnerabilities = book.vulnerabilities.filter((each) => holds(each.since, each.until, on));
  const scene = compute(book, vulnerabilities, house, taken, on);
  const results = [house, ...taken].map((subject) => {
    const own = subject === house ? scene : { ...scene, own: subject.values };
    return findingsOf(subject, { book, vulnerabilities, subject, household: house, scene: own });
  });
  const subjectOf = new Map(vulnerabilities.map((each) => [each.code, each.subject]));
  const [ofHouse, ...ofMembers] = results as [Finding[], ...Finding[][]];
  const subjects = taken.map((member, place) => memberResult(book, member, place, ofHouse, ofMembers, subjectOf, on));
  const everything = [[house.id, ofHouse] as const, ...taken.map((member, place) => [member.id, ofMembers[place]!] as const)];
  const severities = everything.flatMap(([, findings]) => severitiesOf(findings));
  return {
    rulebook: book.version,
    on,
    subjects,
    household: {
      id: house.id, kind: "household", findings: ofHouse, level: levelOf(severities), max_severity: Math.max(0, ...severities),
      services: proposals(book.services.filter((service) => service.propose !== "never"), everything, on, true),
    },
  };
}

/** Computes every derived fact and vulnerability, block by block; gives the household's scene. */
function compute(book: Book, vulnerabilities: VulnerabilityData[], house: Taken, taken: Taken[], on: string): Scene {
  const members: Record<string, Values[]> = { member: taken.map((member) => member.values) };
  for (const kind of KINDS) members[kind] = taken.filter((member) => member.kinds.includes(kind)).map((member) => member.values);
  const parameters: Record<string, number | null> = {};
  for (const [code, dated] of Object.entries(book.parameters)) {
    parameters[code] = dated.find(([since, until]) => holds(since, until, on))?.[2] ?? null;
  }
  const byCode = new Map(vulnerabilities.map((each) => [each.code, each]));
  const scene: Scene = { own: house.values, household: house.values, members, parameters, inForce: new Set(byCode.keys()) };
  for (const [scope, codes] of book.blocks) {
    for (const values of scope === "household" ? [house.values] : members[scope]!) {
      const own = { ...scene, own: values };
      for (const code of codes) {
        const derived = Object.hasOwn(book.derived, code) ? book.derived[code] : undefined;
        if (derived !== undefined) values[code] ??= closure(derived.expression)(own);
        else if (byCode.has(code)) values[code] = severity(byCode.get(code)!.rows, own);
      }
    }
  }
  return scene;
}

/** The gravest severity of the rows that are true; 0 when all are false; null when that cannot be known. */
function severity(rows: [number, Tree[]][], scene: Scene): Value {
  let gravest = 0;
  let unknown = false;
  for (const [grade, cells] of rows) {
    const truth = every(cells.map((cell) => closure(cell)(scene)));
    if (truth === true) gravest = Math.max(gravest, grade);
    unknown ||= truth === null;
  }
  return gravest > 0 ? gravest : unknown ? null : 0;
}

function findingsOf(subject: Taken, witness: Witness): Finding[] {
  const found: Finding[] = [];
  for (const kind of subject.kinds) {
    for (const each of witness.vulnerabilities) {
      if (each.subject !== kind) continue;
      const value = subject.values[each.code] as number | null;
      const state = value === null ? "unknown" : value > 0 ? "present" : "absent";
      const ask = state === "unknown" ? askOf(each, witness) : [];
      found.push({ code: each.code, state, severity: value || null, reasons: reasonsOf(each, witness), ask });
    }
  }
  return found;
}

function severitiesOf(findings: Finding[]): number[] {
  return findings.flatMap((finding) => (finding.severity === null ? [] : [finding.severity]));
}

/** A child's level counts the household's and the adults' findings too; anybody else's only their own. */
function memberResult(
  book: Book, member: Taken, place: number, ofHouse: Finding[], ofMembers: Finding[][], subjectOf: Map<string, string>, on: string,
): SubjectResult {
  const own = ofMembers[place]!;
  const severities = severitiesOf(own);
  if (member.kinds.includes("child")) {
    const others = ofMembers.flatMap((findings, other) => (other === place ? [] : findings));
    severities.push(...severitiesOf(ofHouse), ...severitiesOf(others.filter((each) => subjectOf.get(each.code) === "adult")));
  }
  const services = book.services.filter((service) => service.propose === "finding");
  return {
    id: member.id, kind: member.kind, findings: own, level: levelOf(severities), max_severity: Math.max(0, ...severities),
    services: proposals(services, [[member.id, own]], on, false),
  };
}

/** immediate: any 4; high: any 3, or three of 2; medium: any 2, or three of 1; low: any 1; none. */
export function levelOf(severities: number[]): Level {
  const count = (wanted: number) => severities.filter((each) => each === wanted).length;
  if (count(4) > 0) return "immediate";
  if (count(3) > 0 || count(2) >= 3) return "high";
  if (count(2) > 0 || count(1) >= 3) return "medium";
  return count(1) > 0 ? "low" : "none";
}

/** Services for present findings, each once, most severe first, then the nearest day, then the code. */
function proposals(
  services: ServiceData[], findings: (readonly [string, Finding[]])[], on: string, withWho: boolean,
): ProposedService[] {
  const present = new Map<string, number>();
  for (const [, several] of findings) {
    for (const { code, severity: grade } of several) if (grade !== null) present.set(code, Math.max(grade, present.get(code) ?? 0));
  }
  const made = services.flatMap((service): ProposedService[] => {
    const codes = [...present.keys()].filter((code) => service.vulnerabilities[0] === "*" || service.vulnerabilities.includes(code)).sort();
    if (codes.length === 0) return [];
    const grade = Math.max(...codes.map((code) => present.get(code)!));
    const proposed: ProposedService = { code: service.code, for: codes, due_on: dueOn(service, grade, on), severity: grade };
    if (withWho) {
      const has = (several: Finding[]) => several.some((each) => each.severity !== null && codes.includes(each.code));
      proposed.who = findings.filter(([, several]) => has(several)).map(([id]) => id);
    }
    return [proposed];
  });
  const key = (each: ProposedService) => each.due_on ?? "9999-12-31";
  return made.sort((a, b) => b.severity - a.severity || compareText(key(a), key(b)) || compareText(a.code, b.code));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function dueOn(service: ServiceData, grade: number, on: string): string | null {
  const severe = service.severe_from !== null && service.severe_due_days !== null && grade >= service.severe_from;
  const days = severe ? service.severe_due_days : service.first_due_days;
  return days === null ? null : new Date(Date.parse(`${on}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
