/** What an interview says to the register, and to the method while it is still being held. */

import type { Filling, Row } from "./filling.ts";
import { repeatOfPersons } from "./opening.ts";
import type { FactsNow, Opening, PayloadOf } from "./shapes.ts";
import { statedIn } from "./stating.ts";

const COUNTED = ["h_members", "h_children", "h_adults"]; // numbers of members, which change when somebody comes
const CHILDREN = ["child", "foster", "sibling"];
const OF_AGE = 18;

/** The answers about a person or the household that are no facts, by field. */
function fieldsOf(filling: Filling, row: Row, of: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const node of filling.form.nodes) {
    const { save } = node.data;
    if (save?.of !== of || (node.repeat === null) !== (row === filling.root)) continue;
    const cell = row.cell(node);
    if (cell.relevant && cell.fault === "" && cell.value !== "") fields[save.field] ??= cell.value.trim();
  }
  return fields;
}

function rowsOf(filling: Filling): readonly Row[] {
  const repeat = repeatOfPersons(filling);
  return repeat === null ? [] : filling.rows.get(repeat.data.path)!;
}

/** A birth as payloads say it: a day, a year, or nothing. */
function bornOf(fields: Record<string, string>): string | null {
  if (fields.birth_known === "unknown") return null;
  return fields.birth_date ?? fields.birth_year ?? null;
}

function personOf(filling: Filling, row: Row): Record<string, unknown> {
  const fields = fieldsOf(filling, row, "persons");
  const relation = fields.relation ?? "other";
  return {
    uuid: row.key, surname: fields.surname ?? "", given_name: fields.given_name ?? "", sex: fields.sex ?? "", born: bornOf(fields),
    cnp: { state: fields.cnp_state ?? (fields.cnp === undefined ? "none" : "present"), value: fields.cnp ?? "" },
    ethnicity: fields.ethnicity ?? "", relation, is_head: relation === "head",
  };
}

/** The entries that an interview becomes: who was met for the first time, then what was said. */
export function payloadsOf(filling: Filling, household: string, opening: Opening, moments: { begun: string; ended: string }): PayloadOf[] {
  const rows = rowsOf(filling);
  const about = { version: 1, household } as const;
  const made: PayloadOf[] = [];
  if (opening.carried === null) {
    const members = rows.map((row) => personOf(filling, row));
    made.push({ ...about, kind: "enrol_household", person: null, payload: { ...addressOf(filling, opening), members } });
  } else {
    for (const row of rows.filter((each) => !each.known)) {
      made.push({ ...about, kind: "enrol_person", person: row.key, payload: personOf(filling, row) });
    }
  }
  const { name, version } = filling.form.data;
  const payload = {
    questionnaire: name, questionnaire_version: version, round: fieldsOf(filling, filling.root, "interview").round ?? "",
    started_at: moments.begun, ended_at: Date.parse(moments.ended) >= Date.parse(moments.begun) ? moments.ended : null,
    household: statedIn(filling, filling.root),
    members: rows.map((row) => ({ person: row.key, facts: statedIn(filling, row) })),
  };
  made.push({ ...about, kind: "record_interview", person: null, payload });
  return made;
}

/** Village by its code where it is one of the commune's; as it was said, before the address, where it is not. */
function addressOf(filling: Filling, opening: Opening): { village: number | null; address: string } {
  const fields = fieldsOf(filling, filling.root, "households");
  const village = fields.village ?? "";
  const found = (opening.villages ?? []).filter((each) => folded(each.name) === folded(village));
  const address = fields.address ?? "";
  if (village === "" || found.length === 1) return { village: found[0]?.siruta ?? null, address };
  return { village: null, address: address === "" ? village : `${village}, ${address}` };
}

/** Names without diacritics and capitals. */
function folded(name: string): string {
  return name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

/** What the method would be given if the interview ended now: what was known, and what has been said. */
export function factsNow(filling: Filling, household: string, opening: Opening, on: string): FactsNow {
  const said = statedIn(filling, filling.root);
  const rows = rowsOf(filling);
  const members = rows.map((row) => memberNow(filling, row, opening, on));
  const came = rows.some((row) => !row.known);
  const before = knownBefore(opening, "household");
  for (const code of COUNTED) if (came) delete before[code];
  return { household: { id: household, ...countsOf(filling, members), ...before, ...withoutSpecial(said) }, members };
}

function countsOf(filling: Filling, members: readonly Record<string, unknown>[]): Record<string, number> {
  const asked = new Set(filling.form.nodes.map((node) => node.data.fact?.code));
  const children = members.filter((member) => member.kind === "child").length;
  const counts = { h_members: members.length, h_children: children, h_adults: members.length - children };
  return Object.fromEntries(Object.entries(counts).filter(([code, count]) => count > 0 && asked.has(code)));
}

function knownBefore(opening: Opening, subject: string): Record<string, unknown> {
  const facts = opening.carried?.facts ?? {};
  const stored = Object.hasOwn(facts, subject) ? facts[subject]! : {};
  return withoutSpecial(Object.fromEntries(Object.entries(stored).map(([code, [value]]) => [code, value])));
}

function withoutSpecial(facts: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== "?dk" && value !== "?refused"));
}

/** A member as `vatra.assessment` gives it to the method: child or adult by age, by relation when that is not known. */
function memberNow(filling: Filling, row: Row, opening: Opening, on: string): Record<string, unknown> {
  const fields = fieldsOf(filling, row, "persons");
  const facts = { ...knownBefore(opening, row.key), ...withoutSpecial(statedIn(filling, row)) };
  const born = bornOf(fields);
  const byYear = born !== null && born.length === 4 ? Number(on.slice(0, 4)) - Number(born) - 1 : null; // the least age
  const least = born === null ? null : (byYear ?? completedYears(born, on));
  const isChild = least !== null ? least < OF_AGE
    : fields.child_or_adult !== undefined ? fields.child_or_adult === "child"
    : CHILDREN.includes(fields.relation ?? "") || Object.keys(facts).some((code) => code.startsWith("c_"));
  const subjects = new Map(filling.form.nodes.map((node) => [node.data.fact?.code, node.data.fact?.subject]));
  const kept = Object.entries(facts).filter(([code]) => isChild || subjects.get(code) !== "child");
  return {
    id: row.key, kind: isChild ? "child" : "adult", ...Object.fromEntries(kept),
    ...(fields.sex === undefined ? {} : { sex: fields.sex }), ...(born !== null && born.length === 10 && born <= on ? { birth_date: born } : {}),
  };
}

function completedYears(born: string, on: string): number {
  return Number(on.slice(0, 4)) - Number(born.slice(0, 4)) - (on.slice(5) < born.slice(5) ? 1 : 0);
}
