/** Writes into the service worker which files make up this version of the app, and a name for it. */

import { createHash } from "node:crypto";
import type { Plugin } from "vite";

const WORKER = "service-worker.js";

export function precache(): Plugin {
  return {
    name: "precache",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const worker = bundle[WORKER];
        if (worker?.type !== "chunk") throw new Error(`${WORKER} was not built`);
        const files = Object.keys(bundle).filter((name) => name !== WORKER && !name.endsWith(".map")).sort();
        const version = createHash("sha256");
        for (const name of files) {
          const file = bundle[name]!;
          version.update(name).update(file.type === "chunk" ? file.code : file.source);
        }
        version.update(worker.code);
        const addresses = files.map((name) => (name === "index.html" ? "./" : name));
        const written = worker.code
          .replace("__VERSION__", version.digest("hex").slice(0, 12))
          .replace(/["'`]__FILES__["'`]/, JSON.stringify(addresses));
        if (written.includes("__")) throw new Error("the service worker does not name its version and files");
        worker.code = written;
      },
    },
  };
}
