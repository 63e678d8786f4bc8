/** The one place where the screens read the clock; set right by what the server last said. */

let offSeconds = 0;

/** The tablet's clock minus the server's, as sync measured it. */
export function setClockOff(seconds: number): void {
  offSeconds = seconds;
}

export function nowMoment(): string {
  return new Date(Date.now() - offSeconds * 1000).toISOString();
}

// Making one costs more than a screen may: lists ask for the day of every row.
const ROMANIAN_DAY = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Bucharest" });

const MINUTE_MS = 60_000; // no day begins within one
let told = { minute: NaN, day: "" };

/** Today in Romania, YYYY-MM-DD. */
export function today(): string {
  const now = Date.now() - offSeconds * 1000;
  const minute = Math.floor(now / MINUTE_MS);
  if (told.minute !== minute) told = { minute, day: ROMANIAN_DAY.format(now) };
  return told.day;
}

/** A day some days later (or, negative, earlier). */
export function daysAfter(day: string, days: number): string {
  const moment = new Date(`${day}T00:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + days);
  return moment.toISOString().slice(0, 10);
}
