/** Many tablets, each with its disk, its clock and its line, doing what they are told. */

import { IDBFactory } from "fake-indexeddb";
import type { Act } from "../src/records/entry.ts";
import { readable } from "../src/records/readable.trial.ts";
import type { Draft } from "../src/records/records.ts";
import { openTablet } from "../src/sync/open-tablet.ts";
import type { Tablet } from "../src/sync/tablet.ts";
import { argonHere, FLOOR, type Argon } from "../src/vault/argon.ts";
import { bytesOf } from "../src/vault/bytes.ts";
import { FaultyLine, type Fault } from "./faults.ts";

/** See the head of main.ts. */
export interface Command {
  do: string;
  tablet: string;
  [more: string]: unknown;
}

type Answer = Record<string, unknown>;

/** What survives a pulled battery, and what does not. */
interface Held {
  name: string;
  disk: IDBFactory;
  random: () => number;
  clock: { off: number; passed: number };
  /** Of its app, when that is another than this one. */
  protocol: number | null;
  life: { tablet: Tablet; line: FaultyLine; died: Promise<never> } | null;
  kill: () => void;
}

class Killed extends Error {
  override name = "killed";
}

/** As cheap as can be: a simulation unlocks thousands of times. */
const cheap: Argon = async (pin, salt) => new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array([...salt, ...bytesOf(pin)])));

/** The tablets of one process. */
export class Host {
  private readonly tablets = new Map<string, Held>();

  constructor(private readonly base: string, private readonly seed: number, private readonly argon: boolean) {}

  /** Does one command; rejects with an error whose name tells what happened. */
  async run(command: Command): Promise<Answer> {
    const held = this.held(command.tablet);
    const without = WITHOUT_LIFE[command.do];
    if (without) return without(held, command, () => this.tablets.delete(held.name));
    const alive = ALIVE[command.do];
    if (!alive) throw new Error(`no such command: ${command.do}`);
    const life = await this.alive(held);
    if (Array.isArray(command["faults"])) life.line.expect(command["faults"] as Fault[]);
    return Promise.race([alive(life.tablet, command), life.died]);
  }

  private held(name: string): Held {
    const known = this.tablets.get(name);
    if (known) return known;
    const random = seeded(`${this.seed}/${name}`);
    const made: Held = { name, disk: new IDBFactory(), random, clock: { off: 0, passed: 0 }, protocol: null, life: null, kill: () => {} };
    this.tablets.set(name, made);
    return made;
  }

  /** The tablet, started when it is not. */
  private async alive(held: Held): Promise<NonNullable<Held["life"]>> {
    if (held.life) return held.life;
    let end: (error: Error) => void = () => {};
    const died = new Promise<never>((_, reject) => { end = reject; });
    died.catch(() => undefined);
    const line = new FaultyLine(() => held.kill(), () => held.protocol);
    const tablet = await openTablet({
      name: held.name, base: this.base, fetch: line.fetch, indexedDB: held.disk, random: held.random, uuid: () => uuid(held.random),
      now: () => Date.now() + held.clock.off + held.clock.passed, monotonic: () => performance.now() + held.clock.passed,
      ...(this.argon ? { argon: argonHere, cost: async () => FLOOR } : { argon: cheap, cost: async () => ({ memory_kib: 1, iterations: 1 }) }),
    });
    held.kill = () => {
      line.die();
      held.life = null;
      held.kill = () => {};
      tablet.relock(); // closes the stores: nothing of this life is written any more
      end(new Killed("the battery was pulled"));
    };
    held.life = { tablet, line, died };
    return held.life;
  }
}

const WITHOUT_LIFE: Record<string, (held: Held, command: Command, forget: () => void) => Promise<Answer>> = {
  kill: async (held) => {
    held.kill();
    return {};
  },
  forget: async (held, _command, forget) => {
    held.kill();
    forget();
    return {};
  },
  clock: async (held, command) => {
    const now = Date.now() + held.clock.passed;
    if (typeof command["set"] === "string") held.clock.off = Date.parse(command["set"]) - now;
    if (typeof command["add_seconds"] === "number") held.clock.off += command["add_seconds"] * 1_000;
    return { now: new Date(now + held.clock.off).toISOString() };
  },
  app: async (held, command) => {
    held.kill();
    held.protocol = typeof command["protocol"] === "number" ? command["protocol"] : null;
    return {};
  },
  pass: async (held, command) => {
    held.clock.passed += Number(command["seconds"]) * 1_000;
    return {};
  },
  clear: async (held, command) => {
    const all = await readable(held.disk);
    return { found: (command["texts"] as string[]).filter((text) => all.includes(text)) };
  },
};

const ALIVE: Record<string, (tablet: Tablet, command: Command) => Promise<Answer>> = {
  enrol: async (tablet, { code, pin, name, password, tablet: own }) => {
    const given = { code: String(code), pin: String(pin), name: String(name ?? own) };
    return { ...(await tablet.enrol(password === undefined ? given : { ...given, password: String(password) })) };
  },
  unlock: async (tablet, { pin }) => ({ ...(await tablet.unlock(String(pin))) }),
  relock: async (tablet) => {
    tablet.relock();
    return { state: tablet.state() };
  },
  recover: async (tablet, { username, password, pin }) =>
    ({ ...(await tablet.recover({ username: String(username), password: String(password), pin: String(pin) })) }),
  seal: async (tablet, { acts, drafts }) =>
    ({ entries: await tablet.records().seal(acts as Act[], { drafts: (drafts ?? []) as string[] }) }),
  draft: async (tablet, { draft }) => {
    await tablet.records().saveDraft(draft as Draft);
    return {};
  },
  drafts: async (tablet) => ({ drafts: await tablet.records().drafts() }),
  sync: async (tablet) => ({ result: await tablet.sync() }),
  send_again: async (tablet, { uuid }) => {
    await tablet.records().sendAgain(String(uuid));
    return {};
  },
  discard: async (tablet, { uuid }) => {
    await tablet.records().discard(String(uuid));
    return {};
  },
  accounted: async (tablet) => ({ ...(await tablet.accounted()) }),
  status: async (tablet) => ({ state: tablet.state(), status: await tablet.status() }),
  household: async (tablet, { uuid }) => ({ household: await tablet.records().household(String(uuid)) }),
  search: async (tablet, { text }) => ({ found: tablet.records().search(String(text)) }),
  worklist: async (tablet, { on }) => ({ asked: tablet.records().worklist(String(on)) }),
  wipe: async (tablet) => {
    await tablet.wipe();
    return {};
  },
  dump,
};

async function dump(tablet: Tablet): Promise<Answer> {
  const [state, status] = [tablet.state(), await tablet.status()];
  if (state !== "open") return { state, status };
  const records = tablet.records();
  const households = await Promise.all(records.index().map((one) => records.household(one.uuid)));
  const entries = await records.entries({ limit: 1_000_000 });
  return {
    state, status, households, entries, drafts: await records.drafts(), worker: tablet.worker(), communes: tablet.communes(),
  };
}

/** Numbers from 0 to 1 that follow from a text. */
function seeded(text: string): () => number {
  let state = 2_166_136_261;
  for (const byte of bytesOf(text)) state = Math.imul(state ^ byte, 16_777_619) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function uuid(random: () => number): string {
  const digits = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16));
  digits[12] = "4";
  digits[16] = "8";
  return digits.join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
