import optimizeLocales from "@react-aria/optimize-locales-plugin";
import react from "@vitejs/plugin-react";
import { type Plugin, runnerImport } from "vite";
import { defineConfig } from "vitest/config";

/**
 * Writes the brand's colours into a stylesheet while building. Cloudscape can also set them in the
 * browser, but does so by inserting a style element, which a strict Content-Security-Policy forbids.
 */
function brand(): Plugin {
  const name = "virtual:brand.css";
  return {
    name: "brand",
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    async load(id) {
      if (id !== `\0${name}`) return undefined;
      const { module } = await runnerImport<{ stylesheet: string }>("./src/app/brand.ts", {
        configFile: false,
        resolve: { noExternal: [/^@cloudscape-design/] },
      });
      return module.stylesheet;
    },
  };
}

export default defineConfig({
  // React Aria speaks thirty languages, the portal two.
  plugins: [react(), brand(), optimizeLocales.vite({ locales: ["en-US", "de-DE"] })],
  build: {
    target: "es2022",
    // The first that know `light-dark()` and nested rules: nothing is written out for older ones.
    cssTarget: ["chrome123", "edge123", "firefox121", "safari17.5"],
    // A data: address is one more source the Content-Security-Policy would have to allow.
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
  },
  test: { include: ["src/**/*.test.{ts,tsx}"], setupFiles: ["src/testing/setup.ts"] },
});
