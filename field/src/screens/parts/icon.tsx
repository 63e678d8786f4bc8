import { DRAWINGS, type Drawing } from "./drawings.ts";

/** One icon; a word always stands beside it, so screen readers skip it. */
export function Icon({ name, size = 24 }: { name: Drawing; size?: number }) {
  return (
    <svg
      class="icon" width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"
      stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"
      dangerouslySetInnerHTML={{ __html: DRAWINGS[name] }}
    />
  );
}
