import assert from "node:assert/strict";
import { test } from "node:test";
import type { PlannedService } from "../records/document.ts";
import { takenHome } from "./taken-home.ts";

const DOMAINS: Record<string, string> = { W12: "violence", VI01: "violence", W16: "risk", N08: "health_detail", E02: "education", W03: "economic" };
const domainOf = (code: string) => DOMAINS[code] ?? "general";

function promised(code: string, due_on: string, codes: string[] = [], state = "planned"): PlannedService {
  return { uuid: code, code, subject: "household", codes, due_on, role: "social_worker", state, done_on: null };
}

test("a family takes home what is still to be done, the earliest first", () => {
  const services = [promised("E02", "2026-03-02"), promised("W03", "2026-02-01"), promised("E01", "2026-01-01", [], "done")];
  assert.deepEqual(takenHome(services, domainOf).map((one) => one.code), ["W03", "E02"]);
});

test("nothing of violence, risk or illness lies on a kitchen table, not even by its reason", () => {
  const services = [promised("W12", "2026-02-01"), promised("W16", "2026-02-01"), promised("N08", "2026-02-01"), promised("E02", "2026-02-01", ["VI01"])];
  assert.deepEqual(takenHome(services, domainOf), []);
});
