/**
 * Deadlines after an act of this tablet, as the server will most likely reckon them (vatra/care/deadlines.py).
 *
 * What was done is no longer asked for, and what it sets going is, both by the clocks of the rulebook that came with the
 * bundle; `unsent` marks what only the tablet says so far. What follows from findings that the server has still to make
 * of answers is left to it. protocol/cases/deadlines.json holds both to the same days.
 */

import { addMonths, dueOf, momentsOf, type Clock, type Moment } from "./clocks.ts";
import type { Deadline, Finding, Happened, HouseholdDoc } from "./document.ts";
import type { Entry } from "./entry.ts";
import { textIn } from "./laying.ts";

const AFTER = new Set(["monitored", "reviewed"]); // an act reviews not its own day
const OF_ITSELF = new Set(["abroad_without_delegation", "delegation_expires", "departure", "referral_sent", "referral_acknowledged"]);
const OF_THE_CASE = new Set(["case_opened", "assessed", "plan_agreed", "monitored", "reviewed", "closed"]);
const OF_REFERRALS = new Set(["referral_sent", "referral_acknowledged"]);
const SHOWN_CAUSES = 8;
const ABROAD = { words: new Set(["abroad", "delegation_granted"]), findings: new Set(["FA01", "FA02", "FA03"]), dense_months: 6 };
const MONITORING = "W20"; // the service that a plan promises for what the clock of monitoring asks
const UNDER_WAY = new Set(["acknowledged", "appointment", "started"]);

type Promised = { service: string; person?: string | null; codes?: string[]; due_on: string };

/** Brings the deadlines of the (copied) document up to date; called before the entry itself is laid. */
export function reckon(document: HouseholdDoc, entry: Entry, clocks: readonly Clock[]): void {
  if (clocks.length === 0 || document.timeline.some((one) => one.uuid === entry.uuid)) return; // the server has reckoned it
  const sum = new Sum(document, entry, clocks);
  if (entry.kind === "announce_departure") sum.departs();
  else if (entry.kind === "record_referral_outcome") sum.replied();
  else if (entry.kind === "close_case") sum.closes();
  else sum.acts(momentsOf(document, entry));
}

class Sum {
  private readonly on: string;

  constructor(private readonly document: HouseholdDoc, private readonly entry: Entry, private readonly clocks: readonly Clock[]) {
    this.on = entry.on;
  }

  acts(moments: readonly Moment[]): void {
    for (const one of [...this.document.deadlines]) this.meet(one, moments);
    if (moments.includes("plan_agreed")) this.drop((one) => one.cause === "plan_agreed");
    for (const clock of this.clocks) if ((moments as string[]).includes(clock.starts_with)) this.start(clock);
    if (moments.includes("plan_agreed")) for (const one of (this.entry.payload["services"] ?? []) as Promised[]) this.promise(one);
  }

  /** What is still asked of a case ends with it. */
  closes(): void {
    const closed = momentsOf(this.document, this.entry);
    this.drop((one) => (OF_THE_CASE.has(one.cause as string) && one.cause !== "closed") || OF_REFERRALS.has(one.cause as string));
    this.acts(closed);
  }

  /** The notice that a parent owes before leaving: of one who leaves sooner, at once. */
  departs(): void {
    const [parent, leaves] = [textIn(this.entry, "parent"), textIn(this.entry, "leaves_on")];
    const known = this.document.departures?.some((one) => one.parent === parent);
    if (this.entry.payload["notified"]) this.drop((one) => one.cause === "departure" && one.person === parent);
    for (const clock of known || this.entry.payload["notified"] ? [] : this.clocks.filter((one) => one.starts_with === "departure")) {
      const due_on = dueOf(clock, leaves);
      this.ask({ ...this.of(clock, []), person: parent, due_on: due_on > this.on ? due_on : this.on });
    }
  }

  /** A reply answers the clocks of its own referral: told apart by the day on which that was sent. */
  replied(): void {
    const [uuid, outcome] = [textIn(this.entry, "referral"), textIn(this.entry, "outcome")];
    const sent = this.timeline("referral").find((one) => one.uuid === uuid);
    if (!sent || this.timeline("referral").filter((one) => one.on === sent.on).length > 1) return;
    const replies = this.timeline("reply").filter((one) => one.uuid === uuid).map((one) => one.on).sort();
    const known = this.document.deadlines.find((one) => one.cause === "referral_sent" && one.starts_on === sent.on);
    const ended = outcome === "withdrawn" || !UNDER_WAY.has(outcome);
    for (const one of [...this.document.deadlines]) {
      const meets = this.clockOf(one)?.meets;
      if (one.cause === "referral_sent" && one.starts_on === sent.on && (meets === "referral_acknowledged" || outcome !== "acknowledged")) this.drop((other) => other === one);
      if (one.cause === "referral_acknowledged" && one.starts_on === replies[0] && ended) this.drop((other) => other === one);
    }
    if (ended || replies.length > 0) return;
    for (const clock of this.clocks.filter((one) => one.starts_with === "referral_acknowledged")) {
      this.ask({ ...this.of(clock, []), ...(known && { person: known.person, urgency: known.urgency, why: known.why ?? [] }) });
    }
  }

  /** Takes away what these moments meet, and asks for what a repeating clock asks next. */
  private meet(one: Deadline, moments: readonly string[]): void {
    const clock = this.clockOf(one);
    if (!clock || OF_ITSELF.has(clock.starts_with)) return;
    const abroad = ABROAD.words.has(clock.starts_with);
    const later = abroad || AFTER.has(clock.meets) || clock.meets === clock.starts_with;
    const met = moments.includes(abroad ? "visited_abroad" : clock.meets) && (this.on > one.starts_on || (this.on === one.starts_on && !later));
    if (!met) return;
    this.drop((other) => other === one);
    if (abroad) this.again(one, this.running(clock));
    else if (clock.repeat && clock.meets !== clock.starts_with) this.ask(this.of(clock, this.holding()));
  }

  private again(one: Deadline, clock: Clock): void {
    this.ask({ ...one, code: clock.code, starts_on: this.on, due_on: dueOf(clock, this.on), article: clock.article, unsent: this.entry.uuid });
  }

  /** Often in the first months after the first parent left, then rarely. */
  private running(clock: Clock): Clock {
    const first = this.document.findings.filter((one) => ABROAD.findings.has(one.code)).map((one) => one.since).sort()[0] ?? this.on;
    const dense = this.on < addMonths(first, ABROAD.dense_months);
    return this.clocks.find((one) => ABROAD.words.has(one.starts_with) && one.months && (one.amount < ABROAD.dense_months) === dense) ?? clock;
  }

  private start(clock: Clock): void {
    if (clock.meets === "supervised" || (clock.meets === "visited" && this.visited())) return; // a session is on its supervisor's list alone
    const found = this.causing(clock);
    if (severest(found) >= clock.severity_min && severest(found) <= clock.severity_max) this.ask(this.of(clock, found, OF_REFERRALS.has(clock.starts_with)));
  }

  /** The findings that are told as the reason. */
  private causing(clock: Clock): Finding[] {
    if (OF_THE_CASE.has(clock.starts_with)) return this.holding();
    const codes = clock.starts_with === "referral_sent" ? ((this.entry.payload["codes"] ?? []) as string[]) : [];
    return this.holding().filter((one) => codes.includes(one.code));
  }

  private promise({ service, person = null, codes = [], due_on }: Promised): void {
    const found = this.holding().filter((one) => codes.includes(one.code) && (person === null || one.subject === person));
    const promised: Deadline = {
      code: service, cause: "plan_agreed", person, starts_on: this.on < due_on ? this.on : due_on, due_on,
      urgency: severest(found) || 1, article: "", why: causes(found), unsent: this.entry.uuid,
    };
    const monitored = service === MONITORING && this.document.deadlines.find((one) => one.starts_on === promised.starts_on && this.clockOf(one)?.meets === "monitored" && one.cause === "plan_agreed");
    if (!monitored) return this.ask(promised);
    monitored.due_on = due_on < monitored.due_on ? due_on : monitored.due_on;
    monitored.urgency = Math.max(monitored.urgency, promised.urgency);
  }

  /** A deadline of a clock from the day of the entry; of one person when only one is the reason. */
  private of(clock: Clock, found: readonly Finding[], personal = false): Deadline {
    const subjects = new Set(found.map((one) => one.subject));
    const [subject] = subjects;
    return {
      code: clock.code, cause: clock.starts_with, person: personal && subjects.size === 1 && subject !== "household" ? subject! : null,
      starts_on: this.on, due_on: dueOf(clock, this.on), urgency: severest(found) || 1, article: clock.article, why: causes(found),
      unsent: this.entry.uuid,
    };
  }

  private ask(one: Deadline): void {
    const same = (other: Deadline): boolean => other.code === one.code && other.person === one.person && other.starts_on === one.starts_on;
    if (!this.document.deadlines.some(same)) this.document.deadlines.push(one);
  }

  private drop(which: (one: Deadline) => boolean): void {
    this.document.deadlines = this.document.deadlines.filter((one) => !which(one));
  }

  private holding(): Finding[] {
    return this.document.findings.filter((one) => one.judged !== "rejected" && one.since <= this.on);
  }

  private visited(): boolean {
    return this.timeline("visit").some((one) => one.on >= this.on && (one.detail === "home" || one.detail === "joint"));
  }

  private timeline(kind: string): Happened[] {
    return this.document.timeline.filter((one) => one.kind === kind);
  }

  private clockOf(one: Deadline): Clock | undefined {
    return this.clocks.find((clock) => clock.code === one.code);
  }
}

function severest(found: readonly Finding[]): number {
  return Math.max(0, ...found.map((one) => one.severity));
}

/** The codes that a deadline gives as its reasons: the severest first. */
function causes(found: readonly Finding[]): string[] {
  const order = [...found].sort((one, other) => other.severity - one.severity || (one.code < other.code ? -1 : 1));
  return [...new Set(order.slice(0, SHOWN_CAUSES).map((one) => one.code))];
}
