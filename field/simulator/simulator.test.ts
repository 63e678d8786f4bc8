/** The process of tablets as another program drives it, against a server on a port. */

import assert from "node:assert/strict";
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import { home, uuidOf, visit } from "../src/records/records.trial.ts";
import { BASE, PIN, TrialServer } from "../src/sync/sync.trial.ts";

const HOME = uuidOf(1, 1);
const SECRET = "Zăvoianu";
const register = new TrialServer();
let server: Server;
let tablets: ChildProcessWithoutNullStreams;
let asked = 0;
const waiting = new Map<number, (answer: Said) => void>();

/** Puts the trial server on a port, in front of its fetch. */
async function listening(): Promise<number> {
  server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece)).on("error", () => {});
    request.on("end", () => void answer(request.url!, request.method!, request.headers as Record<string, string>, Buffer.concat(pieces)).then((said) => {
      response.writeHead(said.status, { "Content-Type": "application/json", "Content-Encoding": "gzip" });
      response.end(gzipSync(said.body));
    }));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}

async function answer(url: string, method: string, headers: Record<string, string>, raw: Buffer) {
  const body = headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw;
  const authorization = headers["authorization"] ?? "";
  const said = await register.fetch(`${BASE}${url}`, { method, headers: { Authorization: authorization }, ...(raw.length ? { body: new Uint8Array(body) } : {}) });
  return { status: said.status, body: Buffer.from(await said.arrayBuffer()) };
}

/** Each command has its own answer; the assertions say what it holds. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Said = Record<string, any>;

function tell(command: string, more: object = {}, tablet = "a"): Promise<Said> {
  asked += 1;
  const id = asked;
  tablets.stdin.write(`${JSON.stringify({ id, do: command, tablet, ...more })}\n`);
  return new Promise((done) => waiting.set(id, done));
}

before(async () => {
  register.at = Date.now();
  register.put(home(1, { address: SECRET }));
  const port = await listening();
  const main = new URL("main.ts", import.meta.url).pathname;
  tablets = spawn(process.execPath, ["--import", "tsx", main, "--base", `http://127.0.0.1:${port}`, "--seed", "7"]);
  tablets.stderr.pipe(process.stderr);
  createInterface({ input: tablets.stdout }).on("line", (line) => {
    const said = JSON.parse(line) as Said;
    waiting.get(said["id"])?.(said);
  });
});

after(() => {
  tablets.kill();
  server.close();
});

test("a tablet is enrolled, works, syncs, is killed, and goes on", async () => {
  assert.equal((await tell("enrol", { code: "X", pin: PIN })).state, "enrolled");
  assert.equal((await tell("sync")).result.state, "done");
  const { entries } = await tell("seal", { acts: [visit(HOME)] });
  await tell("kill");
  assert.equal((await tell("dump")).state, "locked");
  assert.equal((await tell("unlock", { pin: PIN })).state, "open");
  const dump = await tell("dump");
  assert.deepEqual([dump.status.waiting, dump.entries[0].entry.uuid], [1, entries[0].uuid]);
  assert.deepEqual((await tell("clear", { texts: [SECRET, HOME] })).found, [HOME]);
  assert.equal((await tell("sync")).result.state, "done");
});

test("every fault of the line is survived: each entry is in the register once", async () => {
  const before = register.entries.size;
  const faults = [
    { kind: "drop_request" }, { kind: "drop_answer", on: "push" }, { kind: "cut_request", after: 90 }, { kind: "cut_request", on: "push", after: 700 },
    { kind: "cut_answer", after: 40 }, { kind: "portal" }, { kind: "delay", ms: 20 }, { kind: "duplicate", on: "push" },
    { kind: "duplicate", on: "push", at_once: true }, { kind: "status", status: 500 },
  ];
  for (const fault of faults) {
    const { entries } = await tell("seal", { acts: [visit(HOME), visit(HOME)] });
    await tell("sync", { faults: [fault] });
    assert.equal((await tell("sync", { faults: [] })).result.state, "done", fault.kind);
    assert.ok(entries.every((one: { uuid: string }) => register.entries.has(one.uuid)), fault.kind);
  }
  assert.equal(register.entries.size, before + 2 * faults.length);
  assert.equal((await tell("status")).status.waiting, 0);
});

test("a battery pulled on the way, before or after the server has it, loses and doubles nothing", async () => {
  for (const when of ["before", "after"]) {
    const { entries } = await tell("seal", { acts: [visit(HOME)] });
    assert.equal((await tell("sync", { faults: [{ kind: "kill", on: "push", when }] })).error, "killed");
    await tell("unlock", { pin: PIN });
    await tell("sync");
    assert.equal(register.entries.get(entries[0].uuid)?.times, when === "before" ? 1 : 2);
    const { receipt } = (await tell("dump")).entries[0];
    assert.equal(receipt.outcome, when === "before" ? "received" : "duplicate");
  }
});

test("the tablet's clock may run wrong and be set; uuids follow from the seed", async () => {
  await tell("clock", { add_seconds: 86_400 * 400 });
  await tell("sync");
  const off = (await tell("status")).status.clock_off_seconds - 86_400 * 400;
  assert.ok(Math.abs(off) < 120, `${off} s`);
  const fresh = await tell("seal", { acts: [visit(HOME)] }, "unknown");
  assert.equal(fresh.error, "Locked");
  assert.equal((await tell("nonsense")).ok, false);
});
