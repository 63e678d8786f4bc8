/** What is to be corrected in a form, above it: it takes the focus, and leads to each field that it names. */

import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../parts/icon.tsx";

interface Wrong {
  label: string;
  sentence: string;
  field: HTMLElement | undefined;
}

/** `said` is a new list at each try to send, so that the same mistakes are read out again. */
export function WrongFields({ form, said }: { form: RefObject<HTMLFormElement | null>; said: readonly string[] }) {
  const box = useRef<HTMLDivElement>(null);
  const [found, setFound] = useState<readonly Wrong[]>([]);
  useLayoutEffect(() => {
    setFound(form.current ? wrongIn(form.current) : []);
    box.current?.focus();
  }, [said]);
  const beside = new Set(found.map((one) => one.sentence));
  return (
    <div class="message message-error" role="alert" tabIndex={-1} ref={box}>
      <Icon name="circle-alert" />
      <div>
        {found.map(({ label, sentence, field }, place) => (
          <button key={place} type="button" class="link" onClick={() => field?.focus()}>{label ? `${label}: ${sentence}` : sentence}</button>
        ))}
        {[...new Set(said)].filter((one) => !beside.has(one)).map((one) => <p key={one}>{one}</p>)}
      </div>
    </div>
  );
}

/** Each mistake that stands beside a field, in the order of the form. */
function wrongIn(form: HTMLFormElement): Wrong[] {
  return [...form.querySelectorAll(".field-error")].map((mistake) => ({
    label: mistake.closest(".field-bad")?.querySelector("label, legend")?.textContent?.replace(/[?:]$/, "") ?? "",
    sentence: mistake.lastChild?.textContent ?? "",
    field: [...form.elements].find((one): one is HTMLElement => isAfter(mistake, one) && one.matches("input, select, textarea")),
  }));
}

function isAfter(one: Element, other: Element): boolean {
  return Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
}
