/**
 * The keys and how they stand wrapped.
 *
 * PIN -> Argon2id -> HKDF with the lease's secret as salt -> AES-KW around the data key. The salt of HKDF keys its
 * extraction, so both PIN and lease are needed; and the PIN's part can stay in memory as a key that no script can
 * read out, for wrapping again when the lease changes. The token is sealed by the PIN's part alone: it must open
 * when the lease is over, to ask for a new one.
 */

import type { Argon } from "./argon.ts";
import { bytesOf, type Bytes } from "./bytes.ts";
import type { Cost } from "./vault.ts";

const GCM = { name: "AES-GCM", length: 256 } as const;
const KW = { name: "AES-KW", length: 256 } as const;
const USES: KeyUsage[] = ["encrypt", "decrypt"];

/** The PIN's part: only good for deriving. */
export async function pinKey(argon: Argon, pin: string, salt: Bytes, cost: Cost): Promise<CryptoKey> {
  const hashed = await argon(pin.normalize("NFKC"), salt, cost);
  const key = await crypto.subtle.importKey("raw", hashed, "HKDF", false, ["deriveKey"]);
  hashed.fill(0);
  return key;
}

/** A secret of the server as a key that is only good for deriving. */
export function secretKey(secret: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
}

/** What wraps the data key, out of PIN and lease. */
export function lockKey(pin: CryptoKey, lease: Bytes): Promise<CryptoKey> {
  return crypto.subtle.deriveKey(hkdf(lease, "vatra lock 1"), pin, KW, false, ["wrapKey", "unwrapKey"]);
}

/** What wraps the data key for recovery; bound to the device. */
export function recoveryKey(secret: CryptoKey, device: string): Promise<CryptoKey> {
  return crypto.subtle.deriveKey(hkdf(bytesOf(device), "vatra recovery 1"), secret, KW, false, ["wrapKey", "unwrapKey"]);
}

/** What seals the token. */
export function tokenKey(pin: CryptoKey, salt: Bytes): Promise<CryptoKey> {
  return crypto.subtle.deriveKey(hkdf(salt, "vatra token 1"), pin, GCM, false, USES);
}

/** A new data key, still readable so that it can be wrapped; forget it once it is. */
export function newDataKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey(GCM, true, USES);
}

/** The data key inside a wrapping. */
export async function wrapped(data: CryptoKey, by: CryptoKey): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.wrapKey("raw", data, by, "AES-KW"));
}

/** The data key out of its wrapping, or null when the wrapping key is the wrong one. */
export async function unwrapped(wrap: Bytes, by: CryptoKey, readable = false): Promise<CryptoKey | null> {
  try {
    return await crypto.subtle.unwrapKey("raw", wrap, by, "AES-KW", GCM, readable, USES);
  } catch {
    return null;
  }
}

function hkdf(salt: Bytes, info: string): HkdfParams {
  return { name: "HKDF", hash: "SHA-256", salt, info: bytesOf(info) };
}
