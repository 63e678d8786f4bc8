/**
 * The line to the server: one call, and every way in which it can go wrong, told apart.
 *
 * A café's or a town hall's sign-in page that answers in our server's place is recognised and believed in nothing.
 */

import { ANSWERS, isOurs, SPOKEN } from "./protocol.ts";

/** How a call can fail. offline: no answer, or one cut short. portal: somebody else answered. busy: try later. */
export type Failure = "offline" | "portal" | "busy" | "locked" | "wiped" | "not_recognised" | "too_large" | "too_old" | "refused";

/** What came of a call. `retry_ms`: the server's own wish for when to come again. */
export type Answer<T> =
  | { ok: true; value: T }
  | { ok: false; failure: Failure; status: number; code: string; message: string; retry_ms: number | null };

/** Where the server is, and how to speak to it. */
export interface Line {
  fetch: typeof fetch;
  /** Before /api/sync/…; empty in a browser that has the app from the server itself. */
  base: string;
  /** Milliseconds without a byte after which the line is given up. */
  patience: number;
}

interface Call {
  what: keyof typeof ANSWERS;
  path: string;
  token?: string | null;
  body?: unknown;
  packed?: boolean;
  /** What the answer's bytes must have as their SHA-256, hexadecimal. */
  sha256?: string;
}

/** Speaks to the server once. Never throws. */
export async function call<T>(line: Line, asked: Call): Promise<Answer<T>> {
  const abort = new AbortController();
  const waiting = new Patience(line.patience, abort);
  try {
    const answer = await line.fetch(`${line.base}/api/sync/${asked.path}`, await request(asked, abort.signal));
    if (answer.type === "opaqueredirect" || (answer.status >= 300 && answer.status < 400)) return failed("portal", answer.status);
    const bytes = await read(answer, waiting);
    const said = parsed(answer, bytes);
    if (answer.ok && asked.sha256 && (await sha256(bytes)) !== asked.sha256) return failed("portal", answer.status);
    return said === undefined ? foreign(answer) : judged<T>(answer, said, asked.what);
  } catch {
    return failed("offline", 0);
  } finally {
    waiting.stop();
  }
}

async function request(asked: Call, signal: AbortSignal): Promise<RequestInit> {
  const headers: Record<string, string> = { Accept: "application/json", "Vatra-Protocol": String(SPOKEN) };
  if (asked.token) headers["Authorization"] = `Bearer ${asked.token}`;
  const plain = { method: "GET", headers, signal, redirect: "manual", cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer" } as const;
  if (asked.body === undefined) return plain;
  headers["Content-Type"] = "application/json";
  if (asked.packed) headers["Content-Encoding"] = "gzip";
  const text = JSON.stringify(asked.body);
  return { ...plain, method: "POST", body: asked.packed ? await packed(text) : text };
}

/** The text packed by gzip. */
export async function packed(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The body, piece by piece: as long as bytes come, however slowly, the line is alive. */
async function read(answer: Response, waiting: Patience): Promise<Uint8Array<ArrayBuffer>> {
  if (answer.body === null) return new Uint8Array();
  const reader = answer.body.getReader();
  const pieces: Uint8Array[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    waiting.again();
    pieces.push(value);
  }
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** The JSON of the body; undefined when it is none of ours. Throws when ours is cut short. */
function parsed(answer: Response, bytes: Uint8Array): unknown {
  if (!(answer.headers.get("Content-Type") ?? "").includes("json")) return undefined;
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
}

/** Somebody else's page: a portal; or a gateway in front of our server that cannot reach it. */
function foreign(answer: Response): Answer<never> {
  const gateway = answer.status >= 500 && answer.status !== 511;
  return failed(gateway ? "busy" : "portal", answer.status, {}, retryOf(answer));
}

function judged<T>(answer: Response, said: unknown, what: keyof typeof ANSWERS): Answer<T> {
  if (answer.ok) return isOurs(said, ANSWERS[what]) ? { ok: true, value: said as T } : failed("portal", answer.status);
  const { code, message } = said as { code?: unknown; message?: unknown };
  const words = { code: typeof code === "string" ? code : "", message: typeof message === "string" ? message : "" };
  return failed(failureOf(answer.status, words.code), answer.status, words, retryOf(answer));
}

function failureOf(status: number, code: string): Failure {
  if (status === 401) return code === "device_locked" ? "locked" : code === "device_wiped" ? "wiped" : code === "" ? "portal" : "not_recognised";
  if (status === 511) return "portal";
  if (status === 413) return "too_large";
  if (status === 426 || code === "upgrade_required") return "too_old";
  return status === 429 || status >= 500 ? "busy" : "refused";
}

/** Retry-After, in seconds or as a moment, no longer than a day. */
function retryOf(answer: Response): number | null {
  const said = answer.headers.get("Retry-After");
  if (said === null) return null;
  const seconds = /^\d+$/.test(said.trim()) ? Number(said) : (Date.parse(said) - Date.parse(answer.headers.get("Date") ?? "")) / 1_000;
  return Number.isFinite(seconds) ? Math.min(Math.max(0, seconds), 86_400) * 1_000 : null;
}

function failed(failure: Failure, status: number, words: { code?: string; message?: string } = {}, retry_ms: number | null = null): Answer<never> {
  return { ok: false, failure, status, code: words.code ?? "", message: words.message ?? "", retry_ms };
}

/** Gives a call up when nothing has come for a while. */
class Patience {
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly milliseconds: number, private readonly abort: AbortController) {
    this.again();
  }

  again(): void {
    this.stop();
    this.timer = setTimeout(() => this.abort.abort(), this.milliseconds);
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
  }
}
