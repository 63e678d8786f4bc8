/** A household's answers in, findings with reasons, levels and services out: the same as `vatra.method`. */

import { KINDS, takeHousehold, takeMember, BadInput, type Taken } from "./answers.ts";
import type { Book, Finding, Kind, Level, ProposedService, Result, SubjectResult, Value, VulnerabilityData } from "./book.ts";
import { proposals } from "./plan.ts";
import { readyOn, type Ready, type Step } from "./ready.ts";
import { askOf, reasonsOf, type Witness } from "./reasons.ts";
import type { TableRow } from "./tables.ts";
import type { Scene } from "./trees.ts";
import { placeOf } from "./values.ts";

export { BadInput };

/** How many findings of each severity: at 1 to 4; at 0 nothing. */
export type Tally = readonly [number, number, number, number, number];

/** Findings, levels and services of a household on a day (YYYY-MM-DD). Throws `BadInput`. */
export function assess(book: Book, household: Record<string, unknown>, members: Record<string, unknown>[], on: string): Result {
  const ready = readyOn(book, on);
  const house = takeHousehold(book, household);
  const taken = members.map((member, place) => takeMember(book, `members[${place}]`, member, on));
  const [scene, ...scenes] = compute(ready, house, taken) as [Scene, ...Scene[]];
  const witnessOf = (subject: Taken, scene: Scene): Witness => ({ book, vulnerabilities: ready.vulnerabilities, subject, household: house, scene });
  const ofHouse = findingsOf(house, ready, witnessOf(house, scene));
  const ofMembers = taken.map((member, place) => findingsOf(member, ready, witnessOf(member, scenes[place]!)));
  const tallies = ofMembers.map((findings) => tallyOf(findings, () => true));
  const whole = sum([tallyOf(ofHouse, () => true), ...tallies]);
  const everything = [[house.id, ofHouse] as const, ...taken.map((member, place) => [member.id, ofMembers[place]!] as const)];
  const levels = memberTallies(taken, ofMembers, tallies, tallyOf(ofHouse, () => true), ready);
  return {
    rulebook: book.version,
    on,
    subjects: taken.map((member, place) => new Assessed(member.id, member.kind, ofMembers[place]!, levels[place]!, () =>
      proposals(ready.services.member, [[member.id, ofMembers[place]!]], on, false))),
    household: new Assessed(house.id, "household", ofHouse, whole, () => proposals(ready.services.household, everything, on, true)),
  };
}

/** Computes every derived fact and vulnerability, block by block; gives the scenes of household and members. */
function compute(ready: Ready, house: Taken, taken: Taken[]): Scene[] {
  const members: Record<string, Scene[]> = {};
  const { parameters, inForce } = ready;
  const scene: Scene = { own: house.values, household: house.values, members, parameters, inForce };
  const scenes = taken.map((member): Scene => ({ own: member.values, household: house.values, members, parameters, inForce }));
  members.member = scenes;
  for (const kind of KINDS) members[kind] = scenes.filter((_, place) => taken[place]!.kinds.includes(kind));
  for (const [scope, steps] of ready.blocks) {
    const within = scope === "household" ? [scene] : members[scope]!;
    if (within.length > 0) for (const step of steps) for (const own of within) work(step, own);
  }
  return [scene, ...scenes];
}

function work({ place, derived, rows }: Step, scene: Scene): void {
  if (derived === null) scene.own[place] = severity(rows, scene);
  else if (scene.own[place] === null) scene.own[place] = derived(scene);
}

/** The gravest severity of the rows that are true; 0 when all are false; null when that cannot be known. */
function severity(rows: readonly TableRow[], scene: Scene): Value {
  let gravest = 0;
  let unknown = false;
  for (const { grade, whole } of rows) {
    if (grade <= gravest) continue;
    const truth = whole(scene);
    if (truth === true) gravest = grade;
    unknown ||= truth === null;
  }
  return gravest > 0 ? gravest : unknown ? null : 0;
}

function findingsOf(subject: Taken, ready: Ready, witness: Witness): Finding[] {
  const found: Finding[] = [];
  for (const kind of subject.kinds) {
    for (const each of ready.bySubject[kind] ?? []) found.push(new Found(each, subject.values[placeOf(each.code)] as number | null, witness));
  }
  return found;
}

/** One finding. What it stands on is worked out when somebody first reads it: most findings are absent, and nobody does. */
class Found implements Finding {
  readonly code: string;
  readonly state: Finding["state"];
  readonly severity: number | null;
  private why: Record<string, unknown> | null = null;
  private missing: string[] | null = null;

  constructor(private readonly about: VulnerabilityData, value: number | null, private readonly witness: Witness) {
    this.code = about.code;
    this.state = value === null ? "unknown" : value > 0 ? "present" : "absent";
    this.severity = value || null;
  }

  get reasons(): Record<string, unknown> {
    return (this.why ??= reasonsOf(this.about, this.witness));
  }

  get ask(): string[] {
    return (this.missing ??= this.state === "unknown" ? askOf(this.about, this.witness) : []);
  }
}

/** What is said of one subject; its services are worked out when somebody first reads them. */
class Assessed implements SubjectResult {
  readonly level: Level;
  readonly max_severity: number;
  private offered: ProposedService[] | null = null;

  constructor(
    readonly id: string, readonly kind: "household" | Kind, readonly findings: Finding[], tally: Tally, private readonly offer: () => ProposedService[],
  ) {
    this.level = levelOf(tally);
    this.max_severity = [4, 3, 2, 1].find((severity) => tally[severity]! > 0) ?? 0;
  }

  get services(): ProposedService[] {
    return (this.offered ??= this.offer());
  }
}

function tallyOf(findings: Finding[], counts: (finding: Finding) => boolean): Tally {
  const tally: [number, number, number, number, number] = [0, 0, 0, 0, 0];
  for (const finding of findings) if (finding.severity !== null && counts(finding)) tally[finding.severity]! += 1;
  return tally;
}

function sum(tallies: Tally[]): Tally {
  const all: [number, number, number, number, number] = [0, 0, 0, 0, 0];
  for (const tally of tallies) tally.forEach((count, severity) => { all[severity]! += count; });
  return all;
}

/** A child's level counts the household's and the other adults' findings too; anybody else's only their own. */
function memberTallies(taken: Taken[], found: Finding[][], own: Tally[], house: Tally, { bySubject }: Ready): Tally[] {
  const adults = new Set((bySubject.adult ?? []).map((each) => each.code));
  const grown = found.map((findings) => tallyOf(findings, (finding) => adults.has(finding.code)));
  return taken.map((member, place) =>
    member.kinds.includes("child") ? sum([own[place]!, house, ...grown.filter((_, other) => other !== place)]) : own[place]!);
}

/** immediate: any 4; high: any 3, or three of 2; medium: any 2, or three of 1; low: any 1; none. */
export function levelOf([, ones, twos, threes, fours]: Tally): Level {
  if (fours > 0) return "immediate";
  if (threes > 0 || twos >= 3) return "high";
  if (twos > 0 || ones >= 3) return "medium";
  return ones > 0 ? "low" : "none";
}
