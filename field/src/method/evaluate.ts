/** A household's answers in, findings with reasons, levels and services out: the same as `vatra.method`. */

import { KINDS, takeHousehold, takeMember, BadInput, type Taken } from "./answers.ts";
import { holds, type Book, type Finding, type Level, type Result } from "./book.ts";
import type { SubjectResult, Value, VulnerabilityData } from "./book.ts";
import { proposals } from "./plan.ts";
import { askOf, reasonsOf, type Witness } from "./reasons.ts";
import { tableOf } from "./tables.ts";
import { closure, type Scene } from "./trees.ts";

export { BadInput };

/** Findings, levels and services of a household on a day (YYYY-MM-DD). Throws `BadInput`. */
export function assess(book: Book, household: Record<string, unknown>, members: Record<string, unknown>[], on: string): Result {
  const house = takeHousehold(book, household);
  const taken = members.map((member, place) => takeMember(book, `members[${place}]`, member, on));
  const vulnerabilities = book.vulnerabilities.filter((each) => holds(each.since, each.until, on));
  const [scene, ...scenes] = compute(book, vulnerabilities, house, taken, on) as [Scene, ...Scene[]];
  const results = [house, ...taken].map((subject, place) => {
    return findingsOf(subject, { book, vulnerabilities, subject, household: house, scene: place === 0 ? scene : scenes[place - 1]! });
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

/** Computes every derived fact and vulnerability, block by block; gives the scenes of household and members. */
function compute(book: Book, vulnerabilities: VulnerabilityData[], house: Taken, taken: Taken[], on: string): Scene[] {
  const parameters: Record<string, number | null> = {};
  for (const [code, dated] of Object.entries(book.parameters)) {
    parameters[code] = dated.find(([since, until]) => holds(since, until, on))?.[2] ?? null;
  }
  const byCode = new Map(vulnerabilities.map((each) => [each.code, each]));
  const members: Record<string, Scene[]> = {};
  const scene: Scene = { own: house.values, household: house.values, members, parameters, inForce: new Set(byCode.keys()) };
  const scenes = taken.map((member) => ({ ...scene, own: member.values }));
  members.member = scenes;
  for (const kind of KINDS) members[kind] = scenes.filter((_, place) => taken[place]!.kinds.includes(kind));
  for (const [scope, codes] of book.blocks) {
    const within = scope === "household" ? [scene] : members[scope]!;
    if (within.length === 0) continue;
    for (const code of codes) {
      const derived = Object.hasOwn(book.derived, code) ? closure(book.derived[code]!.expression) : null;
      const found = byCode.get(code);
      for (const own of within) {
        if (derived !== null) own.own[code] ??= derived(own);
        else if (found !== undefined) own.own[code] = severity(found, own);
      }
    }
  }
  return [scene, ...scenes];
}

/** The gravest severity of the rows that are true; 0 when all are false; null when that cannot be known. */
function severity(found: VulnerabilityData, scene: Scene): Value {
  let gravest = 0;
  let unknown = false;
  for (const { grade, whole } of tableOf(found)) {
    const truth = whole(scene);
    if (truth === true) gravest = Math.max(gravest, grade);
    unknown ||= truth === null;
  }
  return gravest > 0 ? gravest : unknown ? null : 0;
}

function findingsOf(subject: Taken, witness: Witness): Finding[] {
  const found: Finding[] = [];
  for (const kind of subject.kinds) {
    for (const each of witness.vulnerabilities) if (each.subject === kind) found.push(findingOf(each, subject, witness));
  }
  return found;
}

/** One finding. Its reasons are worked out when somebody first reads them: most findings are absent, and nobody does. */
function findingOf(each: VulnerabilityData, subject: Taken, witness: Witness): Finding {
  const value = subject.values[each.code] as number | null;
  const state = value === null ? "unknown" : value > 0 ? "present" : "absent";
  let reasons: Record<string, unknown> | null = null;
  return {
    code: each.code,
    state,
    severity: value || null,
    get reasons() {
      return (reasons ??= reasonsOf(each, witness));
    },
    ask: state === "unknown" ? askOf(each, witness) : [],
  };
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
