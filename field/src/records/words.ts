/**
 * Names as searched: lower case, no diacritics (comma and cedilla alike), î as â, words parted by one space.
 * The same as `searched` in vatra/people/names.py.
 */

const OF_THEIR_OWN: Record<string, string> = {
  ł: "l", đ: "d", ø: "o", ß: "ss", æ: "ae", œ: "oe", ı: "i", î: "a", â: "a",
};
const LONGEST = 120;
const REMEMBERED = 20_000;
const remembered = new Map<string, string>();

/** The text as it is searched; names come again and again, so the last ones are remembered. */
export function folded(text: string): string {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  if (remembered.size >= REMEMBERED) remembered.clear();
  const made = fold(text);
  remembered.set(text, made);
  return made;
}

/** Forgets every name: the vault was locked. */
export function forgetNames(): void {
  remembered.clear();
}

function fold(text: string): string {
  const lowered = text.slice(0, 1_000).normalize("NFC").toLowerCase();
  if (/^[a-z ]*$/.test(lowered)) return lowered.trim().replace(/ +/g, " ");
  const own = lowered.replace(/[łđøßæœıîâ]/g, (letter) => OF_THEIR_OWN[letter]!);
  const bare = own.normalize("NFKD").replace(/[\p{M}\p{Cf}\p{Cc}]/gu, "").toLowerCase();
  return bare.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** The different words of what was typed, at most five. */
export function typedWords(text: string): string[] {
  return [...new Set(folded(text.slice(0, LONGEST)).split(" ").filter((word) => word !== ""))].slice(0, 5);
}

/** One bit for each letter a word has (letters beyond the alphabet and digits share the rest). */
export function lettersOf(word: string): number {
  let letters = 0;
  for (let place = 0; place < word.length; place += 1) letters |= 1 << word.charCodeAt(place) % 31;
  return letters;
}

/** How many bits are set. */
export function bits(mask: number): number {
  let left = mask;
  let count = 0;
  for (; left !== 0; left &= left - 1) count += 1;
  return count;
}

const SIDE = 48;
const table = new Uint8Array((SIDE + 1) * (SIDE + 1));

/**
 * The fewest slips (a letter wrong, missing, added, or two exchanged) that make `typed` the whole of `word`, or when
 * `beginning` any beginning of it; more than `most` is told as `most + 1`.
 */
export function slips(typed: string, word: string, most: number, beginning: boolean): number {
  const rows = Math.min(typed.length, SIDE);
  const columns = Math.min(word.length, beginning ? rows + most : SIDE, SIDE);
  if (!beginning && Math.abs(rows - columns) > most) return most + 1;
  for (let column = 0; column <= columns; column += 1) table[column] = column;
  for (let row = 1; row <= rows; row += 1) {
    if (slipsInRow(typed, word, row, columns) > most) return most + 1;
  }
  const last = rows * (SIDE + 1);
  let best = table[last + columns]!;
  if (beginning) for (let column = 0; column < columns; column += 1) best = Math.min(best, table[last + column]!);
  return best;
}

function slipsInRow(typed: string, word: string, row: number, columns: number): number {
  const here = row * (SIDE + 1);
  const above = here - (SIDE + 1);
  table[here] = row;
  let fewest = row;
  const letter = typed.charCodeAt(row - 1);
  for (let column = 1; column <= columns; column += 1) {
    const other = word.charCodeAt(column - 1);
    let cost = table[above + column - 1]! + (letter === other ? 0 : 1);
    cost = Math.min(cost, table[above + column]! + 1, table[here + column - 1]! + 1);
    const exchanged = row > 1 && column > 1 && letter === word.charCodeAt(column - 2) && typed.charCodeAt(row - 2) === other;
    if (exchanged) cost = Math.min(cost, table[above - (SIDE + 1) + column - 2]! + 1);
    table[here + column] = cost;
    if (cost < fewest) fewest = cost;
  }
  return fewest;
}
