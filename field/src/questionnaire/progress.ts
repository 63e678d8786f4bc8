/** How far an interview has come, by section: a group, or a member, that asks something itself. */

import type { Node } from "./compile.ts";
import type { Filling, Row } from "./filling.ts";
import { pathOf } from "./places.ts";
import type { Progress, Section } from "./shapes.ts";
import { missingOf, type Viewer } from "./views.ts";

export function progressOf(filling: Filling, viewer: Viewer): Progress {
  const sections: Section[] = [];
  const count = (nodes: readonly Node[], row: Row, path: string, label: string) => {
    const section = { path, label, row: row === filling.root ? null : row.key, asked: 0, answered: 0, problems: 0 };
    const place = sections.push(section) - 1;
    for (const node of nodes) {
      const cell = row.cell(node);
      if (!cell.relevant) continue;
      const { kind } = node.data;
      if (kind === "group") count(node.children, row, pathOf(node, row), viewer.label(node));
      else if (kind === "repeat") {
        for (const each of filling.rows.get(node.data.path)!) count(node.children, each, `${node.data.path}[${each.key}]`, viewer.label(node));
      } else if (kind === "question" && node.data.why_of === undefined && !cell.locked) {
        section.asked += 1;
        section.answered += cell.old === null && (cell.value !== "" || missingOf(filling, node, row) !== "") ? 1 : 0;
        section.problems += cell.fault === "type" || cell.fault === "constraint" ? 1 : 0;
      }
    }
    if (section.asked === 0) sections.splice(place, 1);
  };
  count(filling.form.roots, filling.root, "", filling.form.data.title[""] ?? filling.form.data.name);
  const sum = (of: "asked" | "answered" | "problems") => sections.reduce((total, section) => total + section[of], 0);
  return { asked: sum("asked"), answered: sum("answered"), problems: sum("problems"), sections };
}
