/**
 * Writes the types of the wire, src/sync/wire.d.ts, out of protocol/sync.json: `npm run wire`.
 *
 * Only the shapes: the few addresses stand in src/sync/line.ts, and what each field means in protocol/sync.json.
 */

import { readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

export const TARGET = new URL("../src/sync/wire.d.ts", import.meta.url);
const SOURCE = new URL("../../protocol/sync.json", import.meta.url);
const HEAD = "/** Made from protocol/sync.json by `npm run wire`: do not edit. */\n";

type Json = { [key: string]: Json } & Json[];

/** The types as they should stand in wire.d.ts. */
export async function wireTypes(): Promise<string> {
  const described = JSON.parse(await readFile(SOURCE, "utf-8")) as Json;
  const schemas: Record<string, unknown> = { ...described["components"]!["schemas"] };
  for (const address of Object.values(described["paths"]!)) {
    for (const operation of Object.values(address)) {
      const schema = operation["requestBody"]?.["content"]?.["application/json"]?.["schema"];
      if (schema) schemas[`${String(operation["operationId"])}_body`] = schema;
    }
  }
  const bare = bared({ openapi: "3.1.0", info: { title: "", version: "" }, paths: {}, components: { schemas } });
  const made = astToString(await openapiTS(bare as never));
  return HEAD + made.slice(made.indexOf("export interface components"), made.indexOf("    responses: never;")).trimEnd() + "\n}\n";
}

/** The same without words for people: a field may be called title or description, a schema's own are dropped. */
function bared(value: unknown, isFields = false): unknown {
  if (Array.isArray(value)) return value.map((one) => bared(one));
  if (typeof value !== "object" || value === null) return value;
  const words = new Set(["title", "description", "format", "default", "examples"]);
  const kept = Object.entries(value).filter(([key]) => isFields || !words.has(key));
  return Object.fromEntries(kept.map(([key, one]) => [key, bared(one, key === "properties" || key === "schemas")]));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await writeFile(TARGET, await wireTypes());
