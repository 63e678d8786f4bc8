/** What a signal says: the observation sheet of HG 691/2015 with its hours, or what somebody told and when. */

import type { Act } from "../records/entry.ts";

export const SOURCES = ["observation", "report", "self", "school_list", "health", "police", "hotline_119", "referral_in", "other"] as const;
export const SIGNS = ["economic", "social", "health", "education", "housing", "risk"] as const;
export const SEEN = ["yes", "no", "not_seen"] as const;
const ZONE = "Europe/Bucharest";

export interface Noticed {
  source: string;
  about: string;
  told_by: string;
  words: string;
  persons: string[];
  /** Of what was told: its day and hour. The sheet knows its own. */
  on: string;
  hour: string;
  signs: Record<string, { seen: string; words: string }>;
}

export type Wrong = "about" | "on" | "hour" | "signs";

/** What is missing or cannot be; nothing when it can be sealed. */
export function wrongOf(said: Noticed, { known, now }: { known: boolean; now: string }): Wrong[] {
  const sheet = said.source === "observation";
  const day = /^\d{4}-\d\d-\d\d$/.test(said.on);
  const hour = /^\d\d:\d\d$/.test(said.hour);
  const wrong: Record<Wrong, boolean> = {
    about: !known && said.about.trim() === "",
    on: !sheet && !day,
    hour: !sheet && (!hour || (day && momentAt(said.on, said.hour) > now)),
    signs: sheet && Object.keys(said.signs).length === 0,
  };
  return (Object.keys(wrong) as Wrong[]).filter((one) => wrong[one]);
}

/** The entry: a sheet begun when the screen was opened and ended now, or what was told on its day and hour. */
export function signalled(
  said: Noticed, { commune, household, started, now, today }: { commune: number; household: string | null; started: string; now: string; today: string },
): Act {
  const sheet = said.source === "observation";
  const signs = SIGNS.flatMap((domain) => {
    const sign = said.signs[domain];
    return sign ? [{ domain, seen: sign.seen, words: sign.words.trim() }] : [];
  });
  const payload = {
    source: said.source, noticed_at: sheet ? now : momentAt(said.on, said.hour), told_by: said.told_by.trim(),
    persons: household ? said.persons : [], words: said.words.trim(), about: household ? "" : said.about.trim(),
    ...(sheet ? { sheet: { started_at: started < now ? started : now, ended_at: now, signs } } : {}),
  };
  return { kind: "record_signal", commune, household, person: null, payload, on: sheet ? today : said.on };
}

/** The moment of a day and an hour on a clock in Romania. */
export function momentAt(day: string, hour: string): string {
  const guess = Date.parse(`${day}T${hour}:00Z`);
  if (Number.isNaN(guess)) return "";
  const there = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short", timeStyle: "medium" }).format(guess);
  return new Date(2 * guess - Date.parse(`${there.replace(" ", "T")}Z`)).toISOString();
}

/** The hour there now, 14:05. */
export function hourAt(moment: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, hour: "2-digit", minute: "2-digit" }).format(new Date(moment));
}
