/** Processor time of findings, levels and plans: `speed.ts FILE` with {book, on, large, households}; figures as JSON. */

import { readFileSync } from "node:fs";
import type { Book, Result } from "./book.ts";
import { assess } from "./evaluate.ts";

interface Given {
  household: Record<string, unknown>;
  members: Record<string, unknown>[];
}
interface Task {
  book: Book;
  on: string;
  /** A household of ten. */
  large: Given;
  households: Given[];
}

/** Milliseconds of this process's processor, all threads: the collector of memory counts too. */
function processor(act: () => void): number {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const { book, on, large, households } = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as Task;
/** A household assessed; whatever is not absent is read with its reasons and questions, and the services, as screens do. */
function one(given: Given): Result {
  const result = assess(book, given.household, given.members, on);
  for (const subject of [result.household, ...result.subjects]) {
    for (const finding of subject.findings) if (finding.state !== "absent") void [finding.reasons, finding.ask];
  }
  void result.household.services;
  return result;
}
const first = processor(() => void one(large));
const growth: Record<string, number> = {};
for (const size of [households.length / 4, households.length / 2, households.length].map(Math.round)) {
  const times = [1, 2, 3].map(() => processor(() => households.slice(0, size).forEach(one)));
  growth[size] = times.sort((a, b) => a - b)[1]!;
}
const often = 50;
const later = processor(() => { for (let time = 0; time < often; time += 1) one(large); }) / often;
const findings = households.reduce((sum, given) => sum + one(given).subjects.reduce((all, each) => all + each.findings.length, 0), 0);
console.log(JSON.stringify({ first, later, growth, findings }));
