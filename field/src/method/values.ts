/** Values by the place of their code: a list is read in one step, an object of two hundred names is searched. */

import type { Value } from "./book.ts";

/** What is known of a household or a member; `placeOf` tells where each code stands. null = not known. */
export type Values = Value[];

const places = new Map<string, number>();

/** Where the value of a code stands, in every list of values. */
export function placeOf(code: string): number {
  let place = places.get(code);
  if (place === undefined) places.set(code, (place = places.size));
  return place;
}

/** A list in which nothing is known yet. */
export function nothingKnown(): Values {
  return new Array<Value>(places.size).fill(null);
}
