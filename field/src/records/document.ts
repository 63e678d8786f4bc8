/**
 * A household as the server shows it to this worker's role, and as the screens see it with what is not yet sent.
 *
 * What a role may not see is absent, not null. Days are YYYY-MM-DD. `unsent` marks what stands only on this tablet
 * so far: an entry laid over the document, with the entry's uuid.
 */

/** Put by the tablet on whatever an entry of its own outbox changed: the entry's uuid. */
export interface Unsent {
  unsent?: string;
}

export type Sex = "f" | "m" | "";
export type Precision = "day" | "month" | "year" | "unknown";
export type Level = "none" | "low" | "medium" | "high" | "immediate";
export type Judged = "" | "agreed" | "rejected" | "added";

/** A CNP (personal number) with what is known of it; `value` only for present and non_standard. */
export interface Cnp {
  state: "present" | "none" | "refused" | "non_standard";
  value?: string | null;
}

/** A person of the household, since and until when; `until` is exclusive and null while they live there. */
export interface Member extends Unsent {
  uuid: string;
  surname: string;
  given_name: string;
  sex: Sex;
  born_on: string | null;
  born_precision: Precision;
  relation: string;
  is_head: boolean;
  since: string;
  until: string | null;
  died_on: string | null;
  cnp?: Cnp | null;
}

/** What is known: fact code to its value and the day it was seen. */
export type Facts = Record<string, [value: unknown, seen_on: string]>;

/** A vulnerability present; `subject` is "household" or a person's uuid. */
export interface Finding extends Unsent {
  subject: string;
  code: string;
  severity: number;
  since: string;
  judged: Judged;
}

/** A need that a worker agreed. */
export interface Need extends Unsent {
  subject: string;
  code: string;
  agreed_on: string;
  met_on: string | null;
}

/** The open file of the household. */
export interface Case extends Unsent {
  uuid: string;
  opened_on: string;
  state: string;
  /** Whether a second person agrees to its closing; told only to who may lead cases. */
  by_two?: boolean;
  /** The workers named for it, its lead first; empty while no team was named. Absent in what an older server sent. */
  team?: string[];
}

/** A state of the process since a day; those that lie ahead are the calendar's. */
export interface Stage {
  state: string;
  since: string;
}

/** The last monitoring sheet: the next one begins with it. */
export interface Sheet {
  on: string;
  services: { planned: string; goes: string; words: string }[];
  changed: string;
  child: string;
}

/** One service promised in the plan. */
export interface PlannedService extends Unsent {
  uuid: string;
  code: string;
  subject: string;
  codes: string[];
  due_on: string;
  role: string;
  state: string;
  done_on: string | null;
}

/** What was agreed with the family. */
export interface Plan extends Unsent {
  uuid: string;
  agreed_on: string;
  services: PlannedService[];
  /** By which role and day something is promised that this worker may not know. Absent in what an older server sent. */
  others?: { role: string; due_on: string }[];
}

/** A day by which the law or the plan asks for something that is not done yet. */
export interface Deadline extends Unsent {
  code: string;
  cause: unknown;
  person: string | null;
  starts_on: string;
  due_on: string;
  urgency: number;
  article: string;
  /** The findings that ask for it; absent in what an older server sent. */
  why?: string[];
}

/**
 * A visit meant for a day; `goers` are uuids of workers, first who planned it, with their names. Of one planned on
 * this tablet the first goer is "", its own worker, and no names are there yet.
 */
export interface PlannedVisit extends Unsent {
  uuid: string;
  day: string;
  goers: string[];
  names: string[];
  code: string;
  note: string;
}

/** A message to the team; `by` is "" for one written on this tablet. */
export interface TeamMessage extends Unsent {
  uuid: string;
  at: string;
  by: string;
  by_name: string;
  text: string;
  note_for: "team" | "profession";
  read_by: string[];
  read_names: string[];
  /** This tablet's worker has said to have read it, and the server has not yet heard of it. */
  read_here?: boolean;
}

/** One thing that happened on a day; `kind` is a word such as visit, delivery, interview, plan, judgement. */
export interface Happened extends Unsent {
  on: string;
  kind: string;
  by: string;
  code?: string | null;
  detail?: string | null;
  note?: string | null;
  codes?: string[] | null;
  person?: string | null;
  uuid?: string | null;
}

/** A parent who leaves to work abroad, or has left: `who` are the initials of one who may be no member any more. */
export interface Departure {
  parent: string;
  who: string;
  leaves_on: string;
  country: string;
  notified: boolean;
  carer: string | null;
  carer_words: string;
  delegated_on: string | null;
}

/** The household as it came from the server: `HouseholdDoc` of the wire. */
export interface HouseholdDoc {
  uuid: string;
  commune: number;
  village: number | null;
  address: string;
  enrolled_on: string;
  ended_on: string | null;
  number: number;
  members: Member[];
  facts: Record<string, Facts>;
  level: Level | null;
  findings: Finding[];
  needs: Need[];
  case: Case | null;
  plan: Plan | null;
  deadlines: Deadline[];
  /** Absent from a document of a server that does not tell it yet. */
  stages?: Stage[];
  sheet?: Sheet | null;
  /** Absent in what an older server sent. */
  visits?: PlannedVisit[];
  messages?: TeamMessage[];
  departures?: Departure[];
  timeline: Happened[];
  to_settle: number;
}

/** The document with the tablet's own entries laid over it, oldest first; `unsent` holds their uuids. */
export interface HouseholdSeen extends HouseholdDoc {
  unsent: string[];
}
