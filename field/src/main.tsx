/** Starts the app: look, tablet, screens; and keeps its files for the next start without a network. */

import { render } from "preact";
import "./screens/style/field.css";
import { App } from "./screens/app.tsx";
import { codeOfAddress } from "./screens/enrol.tsx";
import { holdWordsTogether } from "./screens/parts/whole.ts";
import { followAddress } from "./screens/route.ts";
import { recallLook } from "./screens/say.ts";
import { hold, look } from "./screens/session.ts";
import { chooseStore } from "./screens/shared.ts";
import { keepApp } from "./screens/update.ts";
import { openTablet } from "./sync/open-tablet.ts";

async function start(): Promise<void> {
  const code = codeOfAddress(location.hash);
  if (code) history.replaceState(null, "", location.pathname); // a code is used once, and stands in no history
  recallLook();
  holdWordsTogether();
  followAddress();
  hold(await openTablet({ name: await chooseStore() }));
  await look();
  render(<App code={code} />, document.getElementById("app")!);
  keepApp();
  addEventListener("hashchange", () => codeOfAddress(location.hash) && location.reload()); // a code read while the app is open
}

void start();
