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
  const sorted = [...present.keys()].sort();
  const made: ProposedService[] = [];
  for (const service of services) {
    const codes = service.vulnerabilities[0] === "*" ? [...sorted] : sorted.filter((code) => service.vulnerabilities.includes(code));
    if (codes.length === 0) continue;
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
