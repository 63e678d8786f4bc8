/** A signature as an SVG path over 600 x 200: whole numbers, only M, L and spaces. */

export const WIDTH = 600;
export const HEIGHT = 200;
const LONGEST = 20_000;
const CLOSE = 3;

export type Point = readonly [x: number, y: number];

/** Strokes as a path; points too close to the one before say nothing, and what is too long is cut at a stroke. */
export function pathOf(strokes: readonly (readonly Point[])[]): string {
  let path = "";
  for (const stroke of strokes) {
    const drawn = strokeOf(stroke);
    const next = drawn && path ? `${path} ${drawn}` : path + drawn;
    if (next.length > LONGEST) break;
    path = next;
  }
  return path;
}

function strokeOf(stroke: readonly Point[]): string {
  const kept: Point[] = [];
  for (const [x, y] of stroke) {
    const point: Point = [within(x, WIDTH), within(y, HEIGHT)];
    const last = kept.at(-1);
    if (!last || Math.hypot(point[0] - last[0], point[1] - last[1]) >= CLOSE) kept.push(point);
  }
  const first = kept[0];
  if (!first) return "";
  const rest = kept.length > 1 ? kept.slice(1) : [[Math.min(first[0] + 1, WIDTH), first[1]] as const]; // a dot
  return `M${first.join(" ")} L${rest.map((point) => point.join(" ")).join(" ")}`;
}

function within(value: number, most: number): number {
  return Math.min(most, Math.max(0, Math.round(value)));
}
