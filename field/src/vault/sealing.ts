/**
 * Sealing a value: JSON, then AES-GCM-256 with a fresh random nonce.
 *
 * Collection, id and version are authenticated beside the value: a record that was exchanged for another, or put
 * back to an older one whose version is no longer expected, does not open.
 */

import { bytesOf, randomBytes, textOf, type Bytes } from "./bytes.ts";
import { NotGenuine } from "./vault.ts";

const FORMAT = 1;
const NONCE = 12;

/** The sealed value: one byte of format, the nonce, the ciphertext with its tag. */
export async function sealWith(key: CryptoKey, collection: string, id: string, version: number, value: unknown): Promise<Bytes> {
  const nonce = randomBytes(NONCE);
  const algorithm = { name: "AES-GCM", iv: nonce, additionalData: beside(collection, id, version) };
  const ciphertext = await crypto.subtle.encrypt(algorithm, key, bytesOf(JSON.stringify(value)));
  const sealed = new Uint8Array(1 + NONCE + ciphertext.byteLength);
  sealed[0] = FORMAT;
  sealed.set(nonce, 1);
  sealed.set(new Uint8Array(ciphertext), 1 + NONCE);
  return sealed;
}

/** The value as it was sealed; throws `NotGenuine` when anything about it differs. */
export async function openWith<T>(key: CryptoKey, collection: string, id: string, version: number, sealed: Uint8Array): Promise<T> {
  if (sealed[0] !== FORMAT) throw new NotGenuine(`${collection}: unknown format`);
  const bytes = sealed as Bytes;
  const algorithm = { name: "AES-GCM", iv: bytes.subarray(1, 1 + NONCE), additionalData: beside(collection, id, version) };
  let plain: ArrayBuffer;
  try {
    plain = await crypto.subtle.decrypt(algorithm, key, bytes.subarray(1 + NONCE));
  } catch {
    throw new NotGenuine(`${collection}: does not open`);
  }
  return JSON.parse(textOf(new Uint8Array(plain))) as T;
}

function beside(collection: string, id: string, version: number): Bytes {
  return bytesOf(JSON.stringify([collection, id, version]));
}
