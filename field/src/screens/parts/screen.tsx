/** The frame of every screen: head, the heading that takes the focus, the ways under the thumb. */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { addressOf, route, type Place } from "../route.ts";
import { say } from "../say.ts";
import { isOpen, lockNow, status } from "../session.ts";
import type { Drawing } from "./drawings.ts";
import { Icon } from "./icon.tsx";

interface Framed {
  title: string;
  /** Where the arrow leads; without it there is none. */
  back?: string;
  /** The three ways are shown; not where something is half done. */
  ways?: boolean;
  children: ComponentChildren;
}

export function Screen({ title, back, ways = false, children }: Framed) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    document.title = `${say("vatra")} · ${title}`;
  }, [title]);
  useLayoutEffect(() => {
    scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <>
      <a class="skip" href="#content" onClick={(event) => { event.preventDefault(); heading.current?.focus(); }}>{say("to_content")}</a>
      <header class="top">
        {back ? <a class="button-top" href={back}><Icon name="arrow-left" /><span>{say("back")}</span></a> : <span class="brand">{say("vatra")}</span>}
        <span class="grow" />
        {isOpen.value && <LockButton />}
      </header>
      <main id="content" class={ways ? undefined : "alone"}>
        <h1 ref={heading} tabIndex={-1}>{title}</h1>
        {children}
      </main>
      {ways && <Ways />}
    </>
  );
}

function LockButton() {
  return <button type="button" class="button-top" onClick={lockNow}><Icon name="lock" /><span>{say("lock")}</span></button>;
}

function Ways() {
  const unsent = (status.value?.waiting ?? 0) + (status.value?.sent ?? 0);
  return (
    <nav class="ways" aria-label={say("ways")}>
      <Way place="today" icon="list-checks" word={say("ways_today")} />
      <Way place="households" icon="house" word={say("ways_households")} />
      <Way place="sent" icon="send" word={say("ways_sent")} count={unsent} />
      <Way place="tablet" icon="tablet" word={say("ways_tablet")} />
    </nav>
  );
}

function Way({ place, icon, word, count = 0 }: { place: Place; icon: Drawing; word: string; count?: number }) {
  return (
    <a href={addressOf(place)} aria-current={route.value.place === place ? "page" : undefined}>
      <Icon name={icon} />
      <span>{word}</span>
      {count > 0 && <span class="count">{count}<span class="out-of-sight"> {say("not_sent_yet")}</span></span>}
    </a>
  );
}
