/** Which services are proposed for findings; the mirror of `vatra.method.proposals`. */

import type { Finding, ProposedService, ServiceData } from "./book.ts";

/** Services for present findings, each once, most severe first, then the nearest day, then the code. */
export function proposals(
  services: readonly ServiceData[], findings: readonly (readonly [id: string, Finding[]])[], on: string, withWho: boolean,
): ProposedService[] {
  const present = new Map<string, number>();
  for (const [, several] of findings) {
    for (const { code, severity } of several) if (severity !== null) present.set(code, Math.max(severity, present.get(code) ?? 0));
  }
  if (present.size === 0) return [];
  const made: ProposedService[] = [];
  for (const [service, codes] of codesOf(services, [...present.keys()].sort())) {
    const severity = codes.reduce((gravest, code) => Math.max(gravest, present.get(code)!), 0);
    const proposed: ProposedService = { code: service.code, for: codes, due_on: dueOn(service, severity, on), severity };
    if (withWho) {
      const has = (several: Finding[]) => several.some((each) => each.severity !== null && codes.includes(each.code));
      proposed.who = findings.filter(([, several]) => has(several)).map(([id]) => id);
    }
    made.push(proposed);
  }
  const day = (each: ProposedService) => each.due_on ?? "9999-12-31";
  return made.sort((a, b) => b.severity - a.severity || compareText(day(a), day(b)) || compareText(a.code, b.code));
}

/** The services for some of these codes, each with those it is for. */
function codesOf(services: readonly ServiceData[], sorted: readonly string[]): Map<ServiceData, string[]> {
  const found = new Map<ServiceData, string[]>();
  const { everything, byCode } = catalogueOf(services);
  for (const service of everything) found.set(service, [...sorted]);
  for (const code of sorted) {
    for (const service of byCode.get(code) ?? []) {
      const codes = found.get(service);
      if (codes === undefined) found.set(service, [code]);
      else codes.push(code);
    }
  }
  return found;
}

interface Catalogue {
  /** Services for whatever was found. */
  everything: ServiceData[];
  byCode: Map<string, ServiceData[]>;
}

const catalogues = new WeakMap<readonly ServiceData[], Catalogue>();

/** Services by the codes that they are for; worked out once for each list. */
function catalogueOf(services: readonly ServiceData[]): Catalogue {
  let made = catalogues.get(services);
  if (made === undefined) {
    const all = (service: ServiceData) => service.vulnerabilities[0] === "*";
    const byCode = new Map<string, ServiceData[]>();
    for (const service of services.filter((one) => !all(one))) {
      for (const code of new Set(service.vulnerabilities)) byCode.set(code, [...(byCode.get(code) ?? []), service]);
    }
    catalogues.set(services, (made = { everything: services.filter(all), byCode }));
  }
  return made;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function dueOn(service: ServiceData, grade: number, on: string): string | null {
  const severe = service.severe_from !== null && service.severe_due_days !== null && grade >= service.severe_from;
  const days = severe ? service.severe_due_days : service.first_due_days;
  return days === null ? null : dayAfter(on, days);
}

const computed = { on: "", days: new Map<number, string>() };

/** The day so many days later; those after one day are computed once. */
function dayAfter(on: string, days: number): string {
  if (computed.on !== on) Object.assign(computed, { on, days: new Map<number, string>() });
  let found = computed.days.get(days);
  if (found === undefined) {
    found = new Date(Date.parse(`${on}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
    computed.days.set(days, found);
  }
  return found;
}
