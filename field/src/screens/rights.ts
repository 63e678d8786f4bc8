/** What the worker of this tablet may do; the server judges again, and keeps what it does not permit for a human. */

import { book, worker } from "./session.ts";

export type Deed = "interview" | "register_people" | "judge_finding" | "plan" | "visit" | "deliver" | "refer" | "case";

/** The worker's roles in this commune (or anywhere, when none is named). */
export function rolesIn(commune?: number): string[] {
  const held = worker.value?.roles ?? [];
  return held.filter((one) => commune === undefined || one.commune === null || one.commune === commune).map((one) => one.role);
}

export function may(deed: Deed, commune?: number): boolean {
  const words = book.value;
  return words !== null && rolesIn(commune).some((role) => words.acts(role).includes(deed));
}

/** The domains of facts and findings that the worker's roles see. */
export function domainsSeen(commune?: number): string[] {
  const words = book.value;
  return words ? [...new Set(rolesIn(commune).flatMap((role) => words.sees(role)))] : [];
}

/** The role in which the worker holds an interview: the first that may. */
export function askingRole(commune?: number): string {
  const words = book.value;
  return rolesIn(commune).find((role) => words?.acts(role).includes("interview")) ?? rolesIn(commune)[0] ?? "";
}
