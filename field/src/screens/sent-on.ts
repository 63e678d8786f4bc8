/** Referrals as a household's history tells them: which are under way, and where each stands. */

import type { Happened } from "../records/document.ts";
import type { Key } from "../words/words.ts";

/** The steps that may follow the sending of a referral, in words. */
export const STEPS: Record<string, Key> = {
  acknowledged: "reply_acknowledged", appointment: "reply_appointment", started: "reply_started", helped: "reply_helped",
  partly: "reply_partly", refused: "reply_refused", did_not_come: "reply_did_not_come", turned_away: "reply_turned_away",
  no_provider: "reply_no_provider", waiting_list: "reply_waiting_list", withdrawn: "reply_withdrawn",
  consent_withdrawn: "reply_consent_withdrawn",
};

/** Why a need is met by nobody, in words. */
export const UNMET: Record<string, Key> = {
  no_provider: "unmet_no_provider", turned_away: "unmet_turned_away", waiting_list: "unmet_waiting_list",
};

const GOES_ON = new Set(["acknowledged", "appointment", "started", "waiting_list"]);

/** A referral that came to nothing final yet, and the last word on it; no word: nobody answered. */
export interface UnderWay {
  sent: Happened;
  last: Happened | undefined;
}

/** The referrals of a household that are under way; the timeline has the latest first. */
export function underWay(home: { timeline: readonly Happened[] }): UnderWay[] {
  return home.timeline.filter((one) => one.kind === "referral" && one.uuid).flatMap((sent) => {
    const replies = home.timeline.filter((one) => one.kind === "reply" && one.uuid === sent.uuid);
    return replies.every((one) => GOES_ON.has(one.detail ?? "")) ? [{ sent, last: replies[0] }] : [];
  });
}
