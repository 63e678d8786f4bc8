/** Numbers, texts and truth as XPath 1.0 has them, with ODK's days; the mirror of `vatra.method.forms.numbers`. */

export type Scalar = string | number | boolean;

const NUMBER = /^-?(?:\d+(?:\.\d*)?|\.\d+)$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{3})?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const A_DAY = 86_400_000;

const trimmed = (text: string) => text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");

/** The number of a value; NaN when it has none. A day has the number of days since 1 January 1970. */
export function numberOf(value: Scalar): number {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number") return value;
  const text = trimmed(value);
  if (NUMBER.test(text)) return Number(text);
  return daysOf(text) ?? Number.NaN;
}

/** Whether a text is a day that exists. */
export function isDay(text: string): boolean {
  if (!DAY.test(text) || text.startsWith("0000")) return false;
  const days = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(days) && new Date(days).toISOString().slice(0, 10) === text;
}

/** Days since 1970 of an ISO day or moment, or null when it is neither or does not exist. */
export function daysOf(text: string): number | null {
  if (isDay(text)) return Date.parse(`${text}T00:00:00Z`) / A_DAY;
  if (!MOMENT.test(text) || !isDay(text.slice(0, 10))) return null;
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? null : moment / A_DAY;
}

/** The ISO day of a value: of a day or moment as written, of a number as counted; nothing when there is none. */
export function dayText(value: Scalar): string {
  if (typeof value === "string") {
    const text = trimmed(value);
    return daysOf(text) === null ? "" : text.slice(0, 10);
  }
  if (typeof value === "boolean" || !Number.isFinite(value)) return "";
  const days = Math.floor(value);
  return days < -719_162 || days > 2_932_896 ? "" : new Date(days * A_DAY).toISOString().slice(0, 10);
}

/** The text of a value; numbers without exponent, whole ones without a point; nothing for what is no number. */
export function textOf(value: Scalar): string {
  if (typeof value !== "number") return String(value);
  if (value === 0) return "0";
  if (Number.isNaN(value)) return "";
  const shortest = String(value);
  return shortest.includes("e") ? plain(shortest) : shortest;
}

/** The shortest decimal that reads back as the same double, without an exponent. */
function plain(shortest: string): string {
  const sign = shortest.startsWith("-") ? "-" : "";
  const [digits, exponent] = shortest.slice(sign.length).split("e") as [string, string];
  let [whole, part = ""] = digits.split(".") as [string, string?];
  const move = Number(exponent);
  if (move >= 0) {
    part = part.padEnd(move, "0");
    whole += part.slice(0, move);
    part = part.slice(move);
  } else {
    whole = whole.padStart(1 - move, "0");
    part = whole.slice(move) + part;
    whole = whole.slice(0, move);
  }
  part = part.replace(/0+$/, "");
  return `${sign}${whole.replace(/^0+/, "") || "0"}${part ? "." : ""}${part}`;
}

/** False for 0, NaN and the empty text. */
export function truthOf(value: Scalar): boolean {
  return Boolean(value);
}

/** Equality as in XPath: truths first, then numbers, then texts. */
export function isEqual(left: Scalar, right: Scalar): boolean {
  if (typeof left === "boolean" || typeof right === "boolean") return truthOf(left) === truthOf(right);
  if (typeof left === "number" || typeof right === "number") return numberOf(left) === numberOf(right);
  return left === right;
}

/** The nearest number with so many places; halves go away from zero, as in ODK. */
export function rounded(value: number, places: number): number {
  const scaled = Math.abs(value) * 10 ** places + 0.5;
  return Number.isFinite(scaled) ? (Math.sign(value) * Math.floor(scaled)) / 10 ** places : value;
}
