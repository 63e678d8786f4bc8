/** Which screen is shown, by the lock first and the address second. */

import type { ComponentChildren } from "preact";
import { FoundScreen } from "./agree.tsx";
import { WithHousehold } from "./acts/act.tsx";
import { AssessForm } from "./acts/assess.tsx";
import { CaseForm } from "./acts/case.tsx";
import { DeliveryForm } from "./acts/delivery.tsx";
import { FamilyForm } from "./acts/family.tsx";
import { DepartureForm } from "./acts/departure.tsx";
import { EmergencyForm } from "./acts/emergency.tsx";
import { RejectForm } from "./acts/judge.tsx";
import { LifeForm } from "./acts/life.tsx";
import { MonitoringForm } from "./acts/monitoring.tsx";
import { MessageForm } from "./acts/message.tsx";
import { PlanForm } from "./acts/plan.tsx";
import { PlanVisitForm } from "./acts/plan-visit.tsx";
import { ReferralForm } from "./acts/referral.tsx";
import { SignalForm } from "./acts/signal.tsx";
import { VisitForm } from "./acts/visit.tsx";
import { Enrol } from "./enrol.tsx";
import { Household } from "./household.tsx";
import { Households } from "./households.tsx";
import { InterviewScreen } from "./interview/interview.tsx";
import { Screen } from "./parts/screen.tsx";
import { Strip } from "./parts/strip.tsx";
import { route, type Route } from "./route.ts";
import { book, lock } from "./session.ts";
import { say } from "./say.ts";
import { Returning } from "./returning.tsx";
import { Sent } from "./sent.tsx";
import { Phones, Summary } from "./summary.tsx";
import { ChangePin, TabletScreen } from "./tablet.tsx";
import { Today } from "./today.tsx";
import { Unlock } from "./unlock.tsx";
import { WalkScreen } from "./walk.tsx";
import { Week } from "./week.tsx";

export function App({ code }: { code: string }) {
  if (lock.value === "empty") return <Enrol given={code} />;
  if (lock.value !== "open") return <Unlock />;
  if (!book.value && route.value.place !== "tablet") return <FirstSync />;
  const { place, ids } = route.value;
  return <Shown key={`${place}/${ids.join("/")}`} place={place} ids={ids} />;
}

function FirstSync() {
  return (
    <Screen title={say("first_sync")} ways>
      <p>{say("first_sync_lead")}</p>
      <Strip />
    </Screen>
  );
}

function Shown({ place, ids }: Route) {
  const uuid = ids[0] ?? "";
  switch (place) {
    case "today": return <Today />;
    case "households": return <Households />;
    case "household": return <Household uuid={uuid} />;
    case "interview": return <InterviewScreen ids={ids} />;
    case "found": return <FoundScreen uuid={uuid} />;
    case "plan": return about(uuid, (home) => <PlanForm home={home} />);
    case "visit": return about(uuid, (home) => <VisitForm home={home} />);
    case "delivery": return about(uuid, (home) => <DeliveryForm home={home} />);
    case "referral": return about(uuid, (home) => <ReferralForm home={home} />);
    case "life": return about(uuid, (home) => <LifeForm home={home} />);
    case "family": return about(uuid, (home) => <FamilyForm home={home} />);
    case "departure": return about(uuid, (home) => <DepartureForm home={home} />);
    case "assess": return about(uuid, (home) => <AssessForm home={home} />);
    case "emergency": return about(uuid, (home) => <EmergencyForm home={home} />);
    case "monitoring": return about(uuid, (home) => <MonitoringForm home={home} />);
    case "case": return about(uuid, (home) => <CaseForm home={home} />);
    case "judge": return about(uuid, (home) => <RejectForm home={home} subject={ids[1] ?? "household"} code={ids[2] ?? ""} />);
    case "signal": return uuid ? about(uuid, (home) => <SignalForm home={home} />) : <SignalForm home={null} />;
    case "message": return about(uuid, (home) => <MessageForm home={home} />);
    case "plan_visit": return about(uuid, (home) => <PlanVisitForm home={home} />);
    case "walk": return <WalkScreen />;
    case "week": return <Week />;
    case "returning": return <Returning uuid={uuid} />;
    case "sent": return <Sent />;
    case "tablet": return <TabletScreen />;
    case "pin": return <ChangePin />;
    case "summary": return <Summary uuid={uuid} />;
    case "phones": return <Phones />;
  }
}

function about(uuid: string, form: Parameters<typeof WithHousehold>[0]["children"]): ComponentChildren {
  return <WithHousehold uuid={uuid}>{form}</WithHousehold>;
}
