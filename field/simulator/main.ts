/**
 * Tablets in a process: the app's own vault, records and sync, driven by another program against a real server.
 *
 *     node --import tsx simulator/main.ts --base http://127.0.0.1:8000
 *
 * One command in JSON on each line of standard input; one answer in JSON on each line of standard output, with the
 * command's `id`. Commands run at once, so that tablets work side by side: wait for the answer where order matters.
 * An answer is {"id", "ok": true, …} or {"id", "ok": false, "error", "message"}. Every command but `quit` names its
 * `tablet`; a name not heard before is a new tablet, empty.
 *
 *   {"do": "enrol", "code", "pin", "name"?, "password"?}     → state, message
 *   {"do": "unlock", "pin"} · {"do": "relock"}               → state (open, wrong_pin, wait, lease_over, pin_destroyed …)
 *   {"do": "recover", "username", "password", "pin"}         → state, message
 *   {"do": "seal", "acts": [{kind, commune, household, person?, payload, on, uuid?, rulebook?}], "drafts"?: [id]}
 *                                                            → entries (as they will be pushed)
 *   {"do": "draft", "draft": {id, kind, household, value}}   · {"do": "drafts"} → drafts
 *   {"do": "sync", "faults"?: [fault …]}                     → result {state, pushed, pulled, again_in, message}
 *   {"do": "send_again", "uuid"} · {"do": "discard", "uuid"} (of refused entries)
 *   {"do": "accounted"}                                      → wipeable, missing
 *   {"do": "status"} → status · {"do": "household", "uuid"} → household (unsent entries laid over it)
 *   {"do": "search", "text"} → found · {"do": "worklist", "on"} → asked
 *   {"do": "dump"}   → state, status, entries [{entry, state, receipt, place}], households, drafts, worker, communes
 *   {"do": "clear", "texts": [text …]}   → found: those that stand readable in the tablet's IndexedDB (no PIN needed)
 *   {"do": "clock", "add_seconds"?, "set"?: ISO}             → now: the tablet's clock, which may run wrong
 *   {"do": "pass", "seconds"}            time goes on, for the clock and for waits after wrong PINs
 *   {"do": "app", "protocol": n | null}  its app is started anew as one that speaks another protocol (null: this one)
 *   {"do": "kill"}   the battery is pulled: memory is gone, IndexedDB stays; whatever ran is answered "killed"
 *   {"do": "wipe"} · {"do": "forget"} (the tablet is thrown away with its disk) · {"do": "quit"}
 *
 * Faults go wrong in the order given, each on the next call it fits, `times` times (1), on calls whose path begins with
 * `on` (enrol, push, pull, bundle, accounted, recover; every call when absent):
 *
 *   {"kind": "drop_request"}                the server never hears of it
 *   {"kind": "cut_request", "after": n}     the line breaks after n bytes of head and body
 *   {"kind": "drop_answer"}                 the server has done it, the tablet does not hear
 *   {"kind": "cut_answer", "after": n}      the answer breaks after n bytes of its body
 *   {"kind": "duplicate", "at_once"?: true} the request arrives twice; the tablet hears the second answer
 *   {"kind": "delay", "ms": n}              · {"kind": "status", "status": n, "retry_after"?: s} · {"kind": "portal"}
 *   {"kind": "kill", "when": "before" | "after"}   the battery is pulled before sending, or when the answer is there
 *
 * Options: --base ADDRESS; --seed N (uuids of entries and jitter follow from it and the tablet's name); --argon (the
 * real Argon2id; without it a cheap hash, as thousands of unlocks are made).
 */

import "fake-indexeddb/auto";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { Host, type Command } from "./host.ts";

const { values } = parseArgs({
  options: {
    base: { type: "string", default: "http://127.0.0.1:8000" }, seed: { type: "string", default: "1" },
    argon: { type: "boolean", default: false },
  },
});
const host = new Host(values.base, Number(values.seed), values.argon);

function say(answer: object): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

createInterface({ input: process.stdin })
  .on("line", (line) => {
    if (line.trim() === "") return;
    const command = JSON.parse(line) as Command & { id?: unknown };
    if (command.do === "quit") process.exit(0);
    void host.run(command).then(
      (answer) => say({ id: command.id, ok: true, ...answer }),
      (error: Error) => say({ id: command.id, ok: false, error: error.name, message: error.message }),
    );
  })
  .on("close", () => process.exit(0));
