/** The services to agree with a family: those of the running plan not yet done, then what the method proposes. */

import type { Result } from "../method/book.ts";
import type { HouseholdSeen } from "../records/document.ts";
import type { Book } from "./book.ts";
import { daysAfter } from "./clock.ts";
import type { Shown } from "./found.ts";

const DAYS_WHEN_NONE = 30;

/** One line of the plan's form. No person: the whole household. */
export interface Line {
  key: string;
  service: string;
  codes: string[];
  persons: string[];
  due_on: string;
  role: string;
  chosen: boolean;
  running: boolean;
}

interface Asked {
  home: HouseholdSeen;
  words: Book;
  live: Result;
  found: readonly Shown[];
  roles: readonly string[];
  domains: readonly string[];
  on: string;
}

/** Only for findings this worker knows of and has not rejected, and services that the worker's domains show. */
export function linesOf(asked: Asked): Line[] {
  const { home, words, live, on } = asked;
  const open = new Set(asked.found.filter((one) => one.judged !== "rejected").map((one) => one.code));
  const running = (home.plan?.services ?? []).filter((one) => one.state === "planned").map((one) => ({
    key: one.uuid, service: one.code, codes: one.codes, persons: one.subject === "household" ? [] : [one.subject],
    due_on: one.due_on < on ? on : one.due_on, role: one.role, running: true,
    chosen: one.codes.length === 0 || one.codes.some((code) => open.has(code)),
  }));
  const covered = (service: string) => new Set(running.filter((one) => one.service === service).flatMap((one) => one.codes));
  const members = new Set(home.members.map((one) => one.uuid));
  const offered = live.household.services.flatMap((one) => {
    const row = words.services.find((service) => service.code === one.code);
    const codes = one.for.filter((code) => open.has(code) && !covered(one.code).has(code));
    const once = row?.propose === "household_once" && running.some((line) => line.service === one.code);
    if (!row || codes.length === 0 || once || !asked.domains.includes(row.domain)) return [];
    const persons = (one.who ?? []).filter((id) => members.has(id));
    const whole = row.propose === "household_once" || persons.length !== (one.who ?? []).length;
    return [{
      key: one.code, service: one.code, codes, persons: whole ? [] : persons, due_on: one.due_on ?? daysAfter(on, DAYS_WHEN_NONE),
      role: row.lead.find((role) => asked.roles.includes(role)) ?? row.lead[0] ?? "", running: false, chosen: true,
    }];
  });
  return [...running, ...offered];
}

/** The payload's list: a service for several persons stands once for each. */
export function servicesAgreed(lines: readonly Line[]): Record<string, unknown>[] {
  const agreed = lines.filter((line) => line.chosen).flatMap((line) => {
    const rest = { service: line.service, codes: line.codes, due_on: line.due_on, responsible: line.role };
    return line.persons.length ? line.persons.map((person) => ({ ...rest, person })) : [rest];
  });
  const seen = new Set<string>();
  return agreed.filter((one) => {
    const key = `${one.service} ${"person" in one ? one.person : ""}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** What the plan on the screen stands for: its services; a plan not yet sent by its own uuid, as its services have none. */
export function settledAnew(home: HouseholdSeen): string[] {
  const standing = (home.plan?.services ?? []).filter((one) => one.state === "planned");
  return [...new Set(standing.map((one) => one.unsent && home.plan ? home.plan.uuid : one.uuid))];
}
