import { defineConfig } from "vitest/config";
import { outlines } from "./outlines.ts";

export default defineConfig({
  base: "",
  plugins: [outlines()],
  build: {
    outDir: "../ironriver/web/static/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    // light-dark(), nesting-free CSS and top-level await are in all of these; older browsers get plain pages.
    target: ["chrome125", "firefox128", "safari18"],
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { page: "src/page.ts", workbench: "src/workbench.ts", map: "src/map.ts", timeline: "src/timeline.ts", editor: "src/editor.ts" },
    },
  },
  test: { include: ["tests/**/*.test.ts"] },
});
