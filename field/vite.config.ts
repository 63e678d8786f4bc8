import { defineConfig } from "vite";
import { precache } from "./precache.ts";

const WORKER = "service-worker";

export default defineConfig({
  base: "/teren/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../vatra/web/field",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // the content policy allows no data: addresses
    rolldownOptions: {
      input: { app: "index.html", [WORKER]: "src/service-worker.ts" },
      output: { entryFileNames: (chunk) => (chunk.name === WORKER ? "[name].js" : "assets/[name]-[hash].js") },
    },
  },
  worker: { format: "es" },
  plugins: [precache()],
});
