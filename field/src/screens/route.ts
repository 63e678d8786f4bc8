/** Which screen is shown: the part of the address after #. Only words of ours and uuids ever stand there. */

import { signal } from "@preact/signals";

export type Place =
  | "today" | "households" | "household" | "interview" | "found" | "plan" | "visit" | "delivery" | "referral"
  | "life" | "family" | "departure" | "assess" | "emergency" | "monitoring" | "case" | "judge" | "signal" | "message" | "plan_visit" | "walk" | "week" | "returning" | "sent" | "tablet" | "pin" | "summary" | "phones";

export interface Route {
  place: Place;
  /** uuids of the address: the household or draft first. */
  ids: string[];
}

const WORDS: Record<string, Place> = {
  azi: "today", gospodarii: "households", gospodarie: "household", interviu: "interview", aflat: "found", plan: "plan",
  vizita: "visit", serviciu: "delivery", referire: "referral", eveniment: "life", familie: "family", plecare: "departure", caz: "case", evaluare: "assess", urgenta: "emergency", monitorizare: "monitoring", judeca: "judge", semnalare: "signal", mesaj: "message",
  planific: "plan_visit", saptamana: "week", drum: "walk", intoarcere: "returning",
  trimise: "sent", tableta: "tablet", pin: "pin",
  rezumat: "summary", telefoane: "phones",
};
const NAMES = Object.fromEntries(Object.entries(WORDS).map(([word, place]) => [place, word])) as Record<Place, string>;
const SAFE = /^([0-9a-f-]{36}|[A-Z]{1,3}[0-9]{2}|household)$/;

/** The route of an address; what is not ours leads to the worklist. */
export function routeOf(hash: string): Route {
  const [word = "", ...rest] = hash.replace(/^#\/?/, "").split("/");
  const place = WORDS[word];
  return place && rest.every((id) => SAFE.test(id)) ? { place, ids: rest } : { place: "today", ids: [] };
}

export function addressOf(place: Place, ...ids: string[]): string {
  return `#/${[NAMES[place], ...ids].join("/")}`;
}

export const route = signal<Route>({ place: "today", ids: [] });

export function goTo(place: Place, ...ids: string[]): void {
  location.hash = addressOf(place, ...ids);
}

/** Goes there without leaving the present screen in the history: what was finished is not gone back to. */
export function goInstead(place: Place, ...ids: string[]): void {
  history.replaceState(null, "", addressOf(place, ...ids));
  route.value = routeOf(location.hash);
}

export function followAddress(): void {
  const read = () => {
    route.value = routeOf(location.hash);
  };
  addEventListener("hashchange", read);
  read();
}
