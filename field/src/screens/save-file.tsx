/** The way out for what cannot be sent: the outbox as an encrypted file, to be handed in at the office. */

import { useState } from "preact/hooks";
import { today } from "./clock.ts";
import { Icon } from "./parts/icon.tsx";
import { Fold } from "./parts/later.tsx";
import { Message } from "./parts/pieces.tsx";
import { say } from "./say.ts";
import { status, tablet } from "./session.ts";

export function SaveFile() {
  const [saved, setSaved] = useState(0);
  const now = status.value;
  if (!now || now.waiting + now.sent + now.refused === 0) return null;
  async function save(): Promise<void> {
    const file = await tablet().outboxFile();
    if (!file) return;
    download(new Blob([file.bytes], { type: "application/octet-stream" }));
    setSaved(file.entries);
  }
  return (
    <Fold summary={say("file_title")}>{() => (
      <div class="inset">
        <p>{say("file_lead")}</p>
        <p class="buttons">
          <button type="button" class="button button-soft" onClick={() => void save()}><Icon name="download" size={20} /> {say("file_save")}</button>
        </p>
        {saved > 0 && <Message tone="good"><p>{say("file_saved", { n: saved })}</p></Message>}
      </div>
    )}</Fold>
  );
}

/** The name says nothing of whom it is about, nor whose it is. */
function download(file: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `vatra-${today()}.vatra`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
