/** What is known beside households: colleagues, who is away and may come back, which families left. */

import type { Member } from "./document.ts";

/** Under what it is kept among the meta. */
export const BESIDE = "beside";

/** Somebody of the team of a commune who makes visits. */
export interface Colleague {
  uuid: string;
  name: string;
  commune: number;
  roles: string[];
}

/** A person as far as told beside households. */
export type Told = Pick<Member, "uuid" | "surname" | "given_name" | "sex" | "born_on" | "born_precision">;

/** Somebody who left a household by a life event and may come back; told only to who needs to know of the family. */
export interface Away extends Told {
  household: string;
  commune: number;
  left_on: string;
  /** By a measure of protection that holds. */
  placed: boolean;
}

/** A household that moved away together. */
export interface Left {
  household: string;
  commune: number;
  village: number | null;
  address: string;
  enrolled_on: string;
  left_on: string;
  members: (Told & { relation: string; is_head: boolean })[];
}

/** As the server told it last, by its digest. */
export interface Beside {
  digest: string;
  team: Colleague[];
  away: Away[];
  left: Left[];
}
