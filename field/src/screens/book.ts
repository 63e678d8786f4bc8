/** The method's words on this tablet: names, questions, roles, rules; read from the server's bundle. */

import type { Book as Rules } from "../method/book.ts";
import type { FormData } from "../questionnaire/form.ts";
import { language } from "./say.ts";

type Row = Readonly<Record<string, unknown>>;

export interface ServiceRow {
  code: string;
  verb: string;
  lead: string[];
  support: string[];
  domain: string;
  propose: string;
  vulnerabilities: string[];
  rhythm_days: number | null;
}

export interface InstitutionRow {
  code: string;
  name: string;
  kind: string;
  km: number | null;
}

export interface Book {
  version: string;
  rules: Rules;
  forms: FormData[];
  villages: { siruta: number; name: string }[];
  /** The other communes of the county, to which families move. */
  neighbours: { siruta: number; name: string }[];
  institutions: InstitutionRow[];
  services: ServiceRow[];
  nameOf(code: string): string;
  meaningOf(vulnerability: string): string;
  lawOf(vulnerability: string): string[];
  deadline(code: string): string;
  role(code: string): string;
  acts(role: string): string[];
  sees(role: string): string[];
  village(siruta: number): string;
  commune(siruta: number): string;
  /** A kind of entry in words. */
  kind(name: string): string;
  institution(code: string): string;
  /** The law from which a deadline comes, as it is cited; "" when it stands only on the method's own sources. */
  articleOf(article: string): string;
  /** The domain whose readers may know of a vulnerability. */
  domainOf(vulnerability: string): string;
  /** Whether a deadline of this code is confirmed on the text of the law; undefined when the server does not tell. */
  confirmed(code: string): boolean | undefined;
  /** The name of the legal holiday of a day; "" when it is none. */
  freeDay(day: string): string;
  fact(code: string): FactWords;
}

export interface FactWords {
  label: string;
  question: string;
  domain: string;
  choice(value: string): string;
}

/** Reads a bundle of the server. A code it does not know is shown as it is, never an error. */
export function readBook(bundle: Record<string, unknown>): Book {
  const rules = bundle.rulebook as Rules;
  const forms = bundle.questionnaires as FormData[];
  const [vulnerabilities, services, deadlines, roles, facts, institutions] = (
    ["vulnerabilities", "services", "deadlines", "roles", "facts", "institutions"] as const
  ).map((name) => by(bundle[name], "code")) as [Named, Named, Named, Named, Named, Named];
  const [villages, communes] = [by(bundle.villages, "siruta"), by(bundle.communes, "siruta")];
  const [articles, sources] = [by(bundle.deadlines, "article"), by(bundle.sources, "code")];
  const kinds = (bundle.words as { kinds?: Record<string, Row> } | undefined)?.kinds ?? {};
  return {
    version: rules.version, rules, forms,
    villages: [...villages.values()] as unknown as Book["villages"],
    neighbours: (bundle.neighbours ?? []) as unknown as Book["neighbours"],
    institutions: [...institutions.values()] as unknown as InstitutionRow[],
    services: [...services.values()] as unknown as ServiceRow[],
    nameOf: (code) => named(vulnerabilities.get(code) ?? services.get(code), "name") || named(deadlines.get(code), "label") || code,
    meaningOf: (code) => named(vulnerabilities.get(code), "meaning"),
    lawOf: (code) => binding((vulnerabilities.get(code)?.laws ?? []) as Row[]).map(cited),
    deadline: (code) => named(deadlines.get(code), "label") || named(services.get(code), "name") || code,
    role: (code) => named(roles.get(code), "name") || code,
    acts: (role) => (roles.get(role)?.acts ?? []) as string[],
    sees: (role) => (roles.get(role)?.sees ?? []) as string[],
    village: (siruta) => String(villages.get(String(siruta))?.name ?? ""),
    commune: (siruta) => String(communes.get(String(siruta))?.name ?? siruta),
    kind: (name) => spoken(kinds[name]) || name,
    institution: (code) => String(institutions.get(code)?.name ?? code),
    articleOf: (article) => (articles.has(article) ? named(articles.get(article), "article") : citedByCodes(article, sources)),
    domainOf: (code) => String(vulnerabilities.get(code)?.need_to_know ?? "general"),
    confirmed: (code) => {
      const said = (deadlines.get(code) ?? services.get(code))?.confirmed;
      return typeof said === "string" ? said === "yes" : undefined;
    },
    freeDay: (day) => spoken(((bundle.free_days ?? {}) as Record<string, Row>)[day]),
    fact: (code) => factOf(code, facts.get(code)),
  };
}

type Named = Map<string, Row>;

function by(rows: unknown, field: string): Named {
  return new Map(((rows ?? []) as Row[]).map((row) => [String(row[field]), row]));
}

/** `name_ro` or `name_en` of a row, by the worker's language; `name` where the Romanian has no mark of its own. */
function named(row: Row | undefined, field: string): string {
  return String(row?.[`${field}_${language.value}`] || row?.[`${field}_ro`] || row?.[field] || "");
}

/** `{ro, en}` in the worker's language. */
function spoken(words: Row | undefined): string {
  return String(words?.[language.value] || words?.ro || "");
}

const BINDING = new Set<unknown>(["law", "government_decision", "order", "standard"]);

/** Those that bind, else all. */
function binding(laws: Row[]): Row[] {
  const known = laws.filter((law) => BINDING.has(law.kind));
  return known.length ? known : laws;
}

function cited(law: Row): string {
  return [named(law, "title"), named(law, "article")].filter(Boolean).join(", ");
}

/** “amc;mps”, cited; a text that is no list of codes (an article of an older method) as it stands. */
function citedByCodes(text: string, sources: Named): string {
  if (!/^[a-z0-9_;]*$/.test(text)) return text;
  const laws = text.split(";").map((code) => sources.get(code)).filter((law) => law !== undefined);
  return laws.filter((law) => BINDING.has(law.kind)).map(cited).join("; ");
}

function factOf(code: string, row: Row | undefined): FactWords {
  const choices = (row?.choices ?? {}) as Record<string, Row>;
  return {
    label: named(row, "label") || code,
    question: named(row, "question") || named(row, "label") || code,
    domain: String(row?.domain ?? "general"),
    choice: (value) => spoken(choices[value]) || value,
  };
}
