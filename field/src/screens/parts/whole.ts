/** What is read as one word stays on one line: "s-a", "dintr-o", "30 noiembrie 2026", whoever said it: the app, the method,
 * a worker.
 *
 * Done in one place, as elements are made. The words themselves stay plain, so that search, copy and a screen reader
 * find them as they are.
 */

import { h, options, type ComponentChild, type VNode } from "preact";

// The office pages' page.js knows these too, and more; the papers' whole.py knows the words with a hyphen.
const WORD = /((?<![\p{L}\d-])\p{L}{1,10}-\p{L}{1,4}(?![\p{L}\d-])|(?<!\d)\d{1,2} \p{L}{3,10} \d{4}(?!\d))/u;
const MAYBE = /-|\d \p{L}/u;
const PLAIN_TEXT_ONLY = new Set(["option", "textarea", "title", "style", "script", "text"]);
const HELD = "whole";

/** From now on every element that is made holds its words together. */
export function holdWordsTogether(): void {
  const before = options.vnode;
  options.vnode = (made: VNode) => {
    const { type } = made;
    if (typeof type === "string" && !PLAIN_TEXT_ONLY.has(type)) hold(made as VNode<{ class?: string; children?: ComponentChild }>);
    before?.(made);
  };
}

function hold({ props }: VNode<{ class?: string; children?: ComponentChild }>): void {
  if (props.class !== HELD && props.children != null) props.children = held(props.children);
}

function held(child: ComponentChild | readonly ComponentChild[]): ComponentChild {
  if (typeof child === "string") return MAYBE.test(child) && WORD.test(child) ? inParts(child) : child;
  return Array.isArray(child) ? child.map(held) : child as ComponentChild;
}

/** One element around all of the text: where the words lie beside each other as boxes, it stays one of them. */
function inParts(text: string): VNode {
  const parts = text.split(WORD).map((part, place) => place % 2 ? h("span", { class: HELD }, part) : part);
  return h("span", null, parts);
}
