/** The one place where the screens read the clock; set right by what the server last said. */

let offSeconds = 0;

/** The tablet's clock minus the server's, as sync measured it. */
export function setClockOff(seconds: number): void {
  offSeconds = seconds;
}

export function nowMoment(): string {
  return new Date(Date.now() - offSeconds * 1000).toISOString();
}

/** Today in Romania, YYYY-MM-DD. */
export function today(): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Bucharest" }).format(Date.now() - offSeconds * 1000);
}

/** A day some days later (or, negative, earlier). */
export function daysAfter(day: string, days: number): string {
  const moment = new Date(`${day}T00:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + days);
  return moment.toISOString().slice(0, 10);
}
