/** What was sent: each entry with its state and its receipt, word for word what the register said. */

import { useState } from "preact/hooks";
import type { EntryState, KeptEntry } from "../records/entry.ts";
import type { Key } from "../words/words.ts";
import { happenedInWords } from "./history.tsx";
import type { Drawing } from "./parts/drawings.ts";
import { Icon } from "./parts/icon.tsx";
import { Fold } from "./parts/later.tsx";
import { Empty, Message, useKept, Waiting } from "./parts/pieces.tsx";
import { Screen } from "./parts/screen.tsx";
import { Strip } from "./parts/strip.tsx";
import { addressOf } from "./route.ts";
import { SaveFile } from "./save-file.tsx";
import { day, moment, say } from "./say.ts";
import { book, records, syncNow } from "./session.ts";
import { whoOf } from "./tasks.tsx";

const PAGE = 50;
const STATES: Record<EntryState, [Drawing, Key]> = {
  waiting: ["cloud-off", "entry_waiting"], sent: ["send", "entry_sent"], received: ["circle-check", "entry_received"],
  to_settle: ["message-circle-question-mark", "entry_to_settle"], set_aside: ["x", "entry_set_aside"],
  refused: ["circle-alert", "entry_refused"],
};

export function Sent() {
  const [limit, setLimit] = useState(PAGE);
  const entries = useKept(() => records().entries({ limit: limit + 1 }), [limit]);
  return (
    <Screen title={say("sent_title")} ways>
      <Strip />
      <SaveFile />
      {entries === undefined ? <Waiting /> : entries.length === 0
        ? <Empty title={say("sent_none")}><p>{say("sent_none_lead")}</p></Empty>
        : <ul class="rows">{entries.slice(0, limit).map((one) => <Entry key={one.entry.uuid} kept={one} />)}</ul>}
      {entries && entries.length > limit && (
        <p class="buttons"><button type="button" class="button button-quiet wide" onClick={() => setLimit(limit + PAGE)}>{say("show_older")}</button></p>
      )}
    </Screen>
  );
}

function Entry({ kept }: { kept: KeptEntry }) {
  const { entry, state, receipt } = kept;
  const [icon, word] = STATES[state];
  const settled = receipt?.outcome === "to_settle" && state === "received";
  const holds = state === "to_settle" || state === "refused"; // the reason that the receipt gave
  const code = String(entry.payload.code ?? entry.payload.service ?? "");
  return (
    <li>
      <div class="in">
        <strong>{happenedInWords(entry.kind)}</strong>{code && ` · ${book.value?.nameOf(code) ?? code}`}<br />
        <span class="soft">{day(entry.on)}</span><br />
        {entry.household && <OfHousehold uuid={entry.household} />}
        <p class={`state state-${state}`}><Icon name={icon} size={20} /> {say(settled ? "entry_settled" : word)}</p>
        {holds && receipt?.reason && <p>{receipt.reason}</p>}
        <Fold summary={say("receipt")}>{() => (
          <div class="inset">
            {receipt ? (
              <>
                <p>{say("receipt_at", { at: moment(receipt.received_at) })}</p>
                {!holds && receipt.reason && <p>{say("receipt_then", { reason: receipt.reason })}</p>}
                {receipt.number !== null && <p>{say("receipt_number", { n: receipt.number })}</p>}
                {receipt.digest && <p class="digest">{receipt.digest}</p>}
              </>
            ) : <p>{say("receipt_none")}</p>}
            <p class="soft digest">{entry.uuid}</p>
          </div>
        )}</Fold>
        {state === "refused" && <Refused uuid={entry.uuid} />}
      </div>
    </li>
  );
}

/** The way to the household; none where it is no longer in the team's care. */
function OfHousehold({ uuid }: { uuid: string }) {
  const home = records().summary(uuid);
  if (!home) return <span class="soft">{say("not_here")}</span>;
  return <a class="in-line" href={addressOf("household", uuid)}>{say("household_of", { who: whoOf(home) })}</a>;
}

/** Sent once more (the server may have been mended), or given up by the worker's own word. */
function Refused({ uuid }: { uuid: string }) {
  const [sure, setSure] = useState(false);
  const again = async () => {
    await records().sendAgain(uuid);
    void syncNow();
  };
  if (sure) {
    return (
      <Message tone="bad">
        <p>{say("discard_sure")}</p>
        <p class="buttons">
          <button type="button" class="button" onClick={() => void records().discard(uuid)}>{say("discard_do")}</button>
          <button type="button" class="button button-quiet" onClick={() => setSure(false)}>{say("cancel")}</button>
        </p>
      </Message>
    );
  }
  return (
    <p class="buttons">
      <button type="button" class="button button-soft" onClick={() => void again()}>{say("send_again")}</button>
      <button type="button" class="button button-plain" onClick={() => setSure(true)}>{say("discard")}</button>
    </p>
  );
}
