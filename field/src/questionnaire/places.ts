/** Paths as screens and drafts know them: a node, and the row it stands in by its key (`member[…]/child/c_gp`). */

import type { Node } from "./compile.ts";
import type { Filling, Row } from "./filling.ts";

export interface Place {
  node: Node;
  row: Row;
}

const IN_ROW = /^([^[\]]+)\[([^[\]]+)\](.*)$/;

export function pathOf(node: Node, row: Row): string {
  if (node.repeat === null) return node.data.path;
  const repeat = node.repeat.data.path;
  return `${repeat}[${row.key}]${node.data.path.slice(repeat.length)}`;
}

/** A path without the keys of rows, and the key. */
export function parted(path: string): { plain: string; repeat: string; key: string } {
  const found = IN_ROW.exec(path);
  return found === null ? { plain: path, repeat: "", key: "" } : { plain: found[1]! + found[3]!, repeat: found[1]!, key: found[2]! };
}

/** The node and row of a path; null when there is none (any more). */
export function placeOf(filling: Filling, path: string): Place | null {
  const { plain, repeat, key } = parted(path);
  const node = filling.form.byPath.get(plain);
  if (node === undefined || (node.repeat?.data.path ?? "") !== repeat) return null;
  const row = key === "" ? filling.root : filling.rows.get(repeat)!.find((each) => each.key === key);
  return row === undefined ? null : { node, row };
}

/** Where the question that asks why an answer is missing stands, or null. */
export function whyOf(filling: Filling, node: Node): Node | null {
  return node.data.why === undefined ? null : (filling.form.byPath.get(node.data.why) ?? null);
}
