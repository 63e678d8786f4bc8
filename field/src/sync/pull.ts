/** Reading what changed: page by page, each kept with the cursor that leads on, so that a cut costs one page. */

import { BESIDE, type Beside } from "../records/beside.ts";
import type { SyncedRecords } from "../records/records.ts";
import { VERDICTS, statesBy, type Verdicts } from "../records/verdicts.ts";
import { WALKS, renewed, type Walks } from "../records/walks.ts";
import type { Vault } from "../vault/vault.ts";
import { call, type Answer, type Line } from "./line.ts";
import type { Pulled } from "./protocol.ts";

const PAGE = 200;
const LEAST = 10;
const MOST_NAMED = 200; // digests: an address has its bounds; a village not named is sent whole

/** How far a sync of everything has come: households here, and in all. Kept, so that it goes on after a cut. */
export interface Whole {
  seen: string[];
  total: number;
}

/** What reading came to. `bundle` is the hash that the server told last. */
export interface Read {
  pulled: number;
  epoch: string;
  bundle: string;
  failed: Extract<Answer<never>, { ok: false }> | null;
}

/** A first page asked for before its turn. `laid`: the received entries laid over documents then; `asked`: monotonic ms. */
export interface Ahead {
  since: string;
  laid: ReadonlySet<string>;
  page: Promise<Answer<Pulled>>;
  asked: number;
}

interface Reader {
  line: Line;
  token: string;
  records: SyncedRecords;
  vault: Vault;
  /** Households asked for at once; smaller after a cut, so that a bad line still brings something. */
  page: { size: number };
  ahead?: Ahead | null;
  /** The digest of what is known beside households; set when reading begins. */
  beside?: string;
  /** The digests of the walks that are known; likewise. */
  walks?: string;
  /** The digest of the verdicts that are known; likewise. */
  verdicts?: string;
  progress(whole: Whole | null): void;
}

/** A page size that learns from the line. */
export function pageSize(): { size: number } {
  return { size: PAGE };
}

/** Reads until the server has no more; the next page is on its way while one is sealed. `told`: the bundle that fits. */
export async function pullAll(given: Reader, told: (bundle: string) => void = () => {}): Promise<Read> {
  const reader = { ...given, ...(await knownIn(given.records)) };
  const read: Read = { pulled: 0, epoch: "", bundle: "", failed: null };
  let laid: ReadonlySet<string> = new Set(reader.records.laid());
  const since = (await reader.records.meta<string>("cursor")) ?? "";
  const ahead = reader.ahead?.since === since ? reader.ahead : null;
  const first = ahead && (await ahead.page);
  const stands = first !== null && (first.ok || since !== ""); // while a key was made the line may have come back
  if (ahead && stands) laid = ahead.laid;
  let next = stands ? Promise.resolve(first) : pullPage(reader, since);
  for (;;) {
    const answer = await next;
    if (!answer.ok) return { ...read, failed: answer };
    const page = answer.value;
    told(page.bundle);
    if (page.more) next = pullPage(reader, page.cursor);
    const renewed = reader.vault.renew(page.lease, page.server_at); // on a disk of its own, at the same time
    read.pulled += await kept(reader, page).finally(() => renewed);
    read.epoch = page.epoch;
    read.bundle = page.bundle;
    if (page.more) continue;
    await reader.records.pulled(laid);
    await reader.records.judge(statesBy(await reader.records.meta<Verdicts>(VERDICTS))); // also what was sent again meanwhile
    return read;
  }
}

/** Of what is told only when it is otherwise. */
export type Digests = Required<Pick<Reader, "beside" | "walks" | "verdicts">>;

/** What is here of it, by its digests. */
export async function knownIn(records: SyncedRecords): Promise<Digests> {
  const walks = (await records.meta<Walks>(WALKS))?.walks ?? [];
  return {
    beside: (await records.beside())?.digest ?? "", walks: walks.slice(0, MOST_NAMED).map((one) => one.digest).join(","),
    verdicts: (await records.meta<Verdicts>(VERDICTS))?.digest ?? "",
  };
}

/** One page; also how a lease that is over is renewed before anything can be opened. */
export async function pullPage(reader: Pick<Reader, "line" | "token" | "page"> & Partial<Digests>, since: string): Promise<Answer<Pulled>> {
  const asked = new URLSearchParams({ since, limit: String(reader.page.size) });
  for (const name of ["beside", "walks", "verdicts"] as const) if (reader[name]) asked.set(name, reader[name]);
  const path = `pull?${asked}`;
  const answer = await call<Pulled>(reader.line, { what: "pull", path, token: reader.token });
  if (answer.ok) reader.page.size = Math.min(PAGE, reader.page.size * 2);
  else if (answer.failure === "offline") reader.page.size = Math.max(LEAST, Math.floor(reader.page.size / 2));
  return answer;
}

/** The page's households, what is gone, and the cursor, in one transaction with how far the whole has come. */
async function kept(reader: Reader, page: Pulled): Promise<number> {
  const { records } = reader;
  const before = page.reset ? { seen: [], total: 0 } : await records.meta<Whole>("whole");
  const uuids = page.households.map((one) => one.uuid);
  const whole = before && { seen: [...new Set([...before.seen, ...uuids])], total: page.total ?? before.total };
  const gone = page.gone.map((one) => one.uuid);
  const ended = whole !== null && !page.more;
  if (ended) {
    const seen = new Set(whole.seen);
    gone.push(...records.pulledHouseholds().filter((uuid) => !seen.has(uuid)));
  }
  const beside = page.beside ? { [BESIDE]: { digest: page.beside_digest ?? "", ...page.beside } satisfies Beside } : {};
  const walks = page.walks ? renewed(await records.meta<Walks>(WALKS), page.walks, page.server_at) : null;
  const verdicts = page.verdicts ? { [VERDICTS]: { digest: page.verdicts_digest ?? "", words: page.verdicts } satisfies Verdicts } : {};
  const meta = { cursor: page.cursor, whole: ended ? null : whole, ...beside, ...(walks ? { [WALKS]: walks } : {}), ...verdicts };
  const drop = gone.filter((uuid) => !uuids.includes(uuid));
  if (uuids.length + drop.length === 0 && !page.beside && !walks && !page.verdicts && before === null && whole === null && (await records.meta("cursor")) === page.cursor) return 0; // all stands
  await records.changeHouseholds({ put: page.households, drop, meta });
  reader.progress(meta.whole);
  return page.households.length + page.gone.length;
}
