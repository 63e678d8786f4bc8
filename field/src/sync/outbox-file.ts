/**
 * The file in which what was not yet received leaves the tablet by another way: a memory card, a cable.
 *
 * Its key comes from the token, which only this tablet has, and of which the server keeps the digest: so it opens at
 * the server alone, without the PIN, and shows whose it is. See docs/decisions/0025 and vatra/wire/outbox_file.py.
 */

import type { Entry } from "../records/entry.ts";
import { bytesOf, randomBytes, type Bytes } from "../vault/bytes.ts";
import { packed } from "./line.ts";

const SALT = 32;
const NONCE = 12;
const INFO = "vatra outbox file 1";

/** The file's bytes: a line in clear with the tablet's uuid, salt, nonce, and the entries packed and sealed. */
export async function outboxFile(device: string, token: string, entries: Entry[]): Promise<Bytes> {
  const line = bytesOf(`vatra-outbox 1 ${device}`);
  const [salt, nonce] = [randomBytes(SALT), randomBytes(NONCE)];
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv: nonce, additionalData: line }, await fileKey(token, salt), await packed(JSON.stringify({ entries })),
  );
  return new Uint8Array(await new Blob([line, "\n", salt, nonce, sealed]).arrayBuffer());
}

/** Of the token's digest, since the server has no more of it than that. */
async function fileKey(token: string, salt: Bytes): Promise<CryptoKey> {
  const digest = await crypto.subtle.digest("SHA-256", bytesOf(token));
  const key = await crypto.subtle.importKey("raw", digest, "HKDF", false, ["deriveKey"]);
  const hkdf = { name: "HKDF", hash: "SHA-256", salt, info: bytesOf(INFO) };
  return crypto.subtle.deriveKey(hkdf, key, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
}
