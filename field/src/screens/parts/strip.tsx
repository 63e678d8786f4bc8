/** The truth about what is saved and what has arrived, in one strip. */

import type { SyncStatus } from "../../sync/tablet.ts";
import { moment, say } from "../say.ts";
import { status, syncNow } from "../session.ts";
import type { Drawing } from "./drawings.ts";
import { Icon } from "./icon.tsx";

/** What the strip says, and how: good (all received), waiting, bad (only the worker can do something). */
export function told(now: SyncStatus): { tone: "good" | "waiting" | "bad"; icon: Drawing; sentence: string } {
  const unsent = now.waiting + now.sent;
  const parts = [
    now.waiting > 0 && say("strip_waiting", { n: now.waiting }),
    now.sent > 0 && say("strip_sent", { n: now.sent }),
    unsent === 0 && (now.all_received_at ? say("strip_all", { at: moment(now.all_received_at) }) : say("strip_nothing")),
    unsent > 0 && now.last_contact_at && say("strip_contact", { at: moment(now.last_contact_at) }),
    now.refused > 0 && say("strip_refused", { n: now.refused }),
    now.to_settle > 0 && say("strip_to_settle", { n: now.to_settle }),
  ].filter((part): part is string => Boolean(part));
  const bad = now.refused > 0 || ["locked", "wiped", "too_old"].includes(now.last?.state ?? "");
  return {
    tone: bad ? "bad" : unsent > 0 ? "waiting" : "good",
    icon: bad ? "circle-alert" : unsent > 0 ? "cloud-off" : "cloud",
    sentence: parts.join(" "),
  };
}

const WHY = {
  offline: "sync_offline", portal: "sync_portal", busy: "sync_busy", locked: "sync_locked", wiped: "sync_wiped",
  lease_over: "sync_lease_over", not_open: "sync_not_open", too_old: "sync_too_old", failed: "sync_failed", done: "sync_done",
} as const;

/** One sentence for what came of the last sync. */
export function lastSync(now: SyncStatus): string {
  if (!now.last || now.last.state === "done") return "";
  return now.last.message || say(WHY[now.last.state]);
}

export function Strip() {
  const now = status.value;
  if (!now) return null;
  const { tone, icon, sentence } = told(now);
  const why = now.running ? "" : lastSync(now);
  return (
    <section class={`strip ${tone === "good" ? "" : `strip-${tone}`}`} aria-label={say("strip_label")}>
      <Icon name={now.running ? "refresh-cw" : icon} />
      <p role="status">
        {sentence}{why && <><br /><span class="soft">{why}</span></>}
        {now.progress && <Progress done={now.progress.done} total={now.progress.total} />}
      </p>
      <button type="button" class="button button-quiet" disabled={now.running} onClick={() => void syncNow()}>
        {now.running ? say("sync_running") : say("sync_now")}
      </button>
    </section>
  );
}

export function Progress({ done, total }: { done: number; total: number }) {
  const counted = say("households_brought", { done, total });
  return <><br />{counted}<progress value={done} max={Math.max(total, 1)} aria-label={counted} /></>;
}
