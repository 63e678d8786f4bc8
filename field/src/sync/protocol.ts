/** What goes over the wire, by its types out of protocol/sync.json, and whether an answer is one of ours. */

import type { HouseholdDoc } from "../records/document.ts";
import type { components } from "./wire.d.ts";

/** Said with each call; the server's is in vatra/sync/spoken.py, and a test holds them together. */
export const SPOKEN = 1;

type Schemas = components["schemas"];

export type Enrolled = Schemas["Enrolled"];
export type Pushed = Schemas["Pushed"];
export type GivenReceipt = Schemas["GivenReceipt"];
export type PushBody = Schemas["push_body"];
export type Accounted = Schemas["Accounted"];
export type Recovered = Schemas["Recovered"];
export type Pulled = Omit<Schemas["Pulled"], "households"> & { households: HouseholdDoc[] };

/** The wire's document is the records': a type error here says that they have parted. */
type Whole<Document extends HouseholdDoc> = Document;
export type WireDocument = Whole<Schemas["HouseholdDoc"]>;

type Fields = Record<string, (value: unknown) => boolean>;

const isText = (value: unknown): boolean => typeof value === "string";
const isList = (value: unknown): boolean => Array.isArray(value);
const isTruth = (value: unknown): boolean => typeof value === "boolean";
const isGroup = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);

/** What every answer of ours has; anything else that says 200 is another's page. */
export const ANSWERS = {
  enrol: { device: isText, token: isText, epoch: isText, worker: isGroup, lease: isGroup, recovery: isGroup, policy: isGroup },
  push: { receipts: isList, epoch: isText },
  pull: { epoch: isText, reset: isTruth, households: isList, gone: isList, cursor: isText, more: isTruth, server_at: isText, lease: isGroup },
  bundle: { rulebook: isGroup },
  accounted: { missing: isList, wipeable: isTruth, at: isText },
  recover: { recovery: isGroup, lease: isGroup, token: isText },
} satisfies Record<string, Fields>;

/** Whether a value has these fields. */
export function isOurs(value: unknown, fields: Fields): boolean {
  if (!isGroup(value)) return false;
  return Object.entries(fields).every(([name, check]) => check((value as Record<string, unknown>)[name]));
}
