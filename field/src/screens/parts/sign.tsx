/** Where the family signs with a finger; not compulsory, for nobody must draw to be helped. */

import { useRef, useState } from "preact/hooks";
import { HEIGHT, pathOf, WIDTH, type Point } from "../signature.ts";
import { say } from "../say.ts";

export function SignHere({ path, onPath }: { path: string; onPath: (path: string) => void }) {
  const strokes = useRef<Point[][]>([]);
  const [drawing, setDrawing] = useState(false);
  const at = (event: PointerEvent): Point => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * WIDTH, ((event.clientY - box.top) / box.height) * HEIGHT];
  };
  const down = (event: PointerEvent) => {
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    strokes.current.push([at(event)]);
    setDrawing(true);
  };
  const move = (event: PointerEvent) => {
    if (!drawing) return;
    strokes.current.at(-1)?.push(at(event));
    onPath(pathOf(strokes.current));
  };
  const up = () => {
    setDrawing(false);
    onPath(pathOf(strokes.current));
  };
  const clear = () => {
    strokes.current = [];
    onPath("");
  };
  return (
    <div class="field" role="group" aria-label={say("sign_label")}>
      <p class="label">{say("sign_label")}</p>
      <p class="hint">{say("sign_hint")}</p>
      <svg class="sign" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={path ? say("sign_done") : say("sign_empty")}
        onPointerDown={down} onPointerMove={move} onPointerUp={up} onPointerCancel={up}>
        <line x1="40" y1="160" x2="560" y2="160" />
        <path d={path} />
      </svg>
      {path && <button type="button" class="link" onClick={clear}>{say("sign_clear")}</button>}
    </div>
  );
}
