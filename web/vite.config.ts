import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isLiteralElement, parse } from "@formatjs/icu-messageformat-parser";
import optimizeLocales from "@react-aria/optimize-locales-plugin";
import react from "@vitejs/plugin-react";
import { type Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** Reads the messages while building, so that no browser has to bring a parser for them. */
function texts(): Plugin {
  const read = (message: string) => {
    const parts = parse(message, { shouldParseSkeletons: true });
    return parts.every(isLiteralElement) ? parts.map(({ value }) => value).join("") : parts;
  };
  return {
    name: "texts",
    enforce: "pre",
    transform(code, id) {
      if (!/\/src\/text\/([\w-]+\/)?[\w-]+\.json$/.test(id)) return undefined;
      const messages = Object.entries(JSON.parse(code) as Record<string, string>);
      return JSON.stringify(Object.fromEntries(messages.map(([key, message]) => [key, read(message)])));
    },
  };
}

/**
 * The language is settled by a script of its own, which starts to load the messages while the browser is
 * still busy with the rest: they do not come after it.
 */
function languageFirst(): Plugin {
  const settles = fileURLToPath(new URL("src/text/language.ts", import.meta.url));
  return {
    name: "language-first",
    apply: "build",
    buildStart() {
      this.emitFile({ type: "chunk", id: settles, name: "language", preserveSignature: "allow-extension" });
    },
    transformIndexHtml: {
      order: "post",
      handler(_, { bundle }) {
        const chunk = Object.values(bundle ?? {}).find(
          (made) => made.type === "chunk" && made.facadeModuleId === settles,
        );
        if (!chunk) throw new Error("The language has no script of its own.");
        const attrs = { type: "module", async: true, crossorigin: true, src: `/${chunk.fileName}` };
        return [{ tag: "script", attrs, injectTo: "head" }];
      },
    },
  };
}

/** The fonts that every page is written in come beside the scripts, so that no words are drawn twice. */
function fontsFirst(): Plugin {
  const wanted = /^assets\/(inter|source-serif-4)-latin-wght-normal-.*\.woff2$/;
  return {
    name: "fonts-first",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(_, { bundle }) {
        const files = Object.keys(bundle ?? {}).filter((file) => wanted.test(file));
        if (files.length !== 2) throw new Error("Not every font was found.");
        return files.map((file) => ({
          tag: "link",
          attrs: { rel: "preload", as: "font", type: "font/woff2", crossorigin: true, href: `/${file}` },
          injectTo: "head" as const,
        }));
      },
    },
  };
}

/**
 * On iOS, React Aria writes a style element while the page is held still, which the
 * Content-Security-Policy refuses; the rule that it would write is in ui/styles/base.css.
 */
function noWrittenStyle(): Plugin {
  const writing = "document.head.prepend(style);";
  return {
    name: "no-written-style",
    apply: "build",
    transform(code, id) {
      if (!/\/react-aria\/.*\/usePreventScroll\.m?js$/.test(id)) return undefined;
      if (code.split(writing).length !== 2) throw new Error(`${id} writes its style in another way.`);
      return { code: code.replace(writing, ""), map: null };
    },
  };
}

const languages = readdirSync(new URL("src/text/", import.meta.url)).flatMap((name) =>
  name.endsWith(".json") ? [name.slice(0, -".json".length)] : [],
);

export default defineConfig({
  // React Aria speaks thirty languages, the portal only some.
  plugins: [
    react(),
    texts(),
    languageFirst(),
    fontsFirst(),
    noWrittenStyle(),
    optimizeLocales.vite({ locales: languages }),
  ],
  resolve: {
    alias: {
      "@formatjs/icu-messageformat-parser": "@formatjs/icu-messageformat-parser/no-parser.js",
    },
  },
  build: {
    target: "es2022",
    // The first that know `light-dark()` and nested rules: nothing is written out for older ones.
    cssTarget: ["chrome123", "edge123", "firefox121", "safari17.5"],
    // A data: address is one more source the Content-Security-Policy would have to allow.
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
    // A browser spends about a millisecond on each file, and several where the machine is slow.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "language", test: /src\/text\/language\.ts$/, priority: 2 },
            // All that the first page needs is one file, but for what starts it.
            { name: "first", tags: ["$initial"], test: /^(?!.*(index\.html|main\.tsx)$)/, priority: 1 },
          ],
        },
      },
    },
  },
  test: {
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing/setup.ts"],
    // Left to itself, vitest keeps a processor free, which is half of a machine that has two.
    maxWorkers: "100%",
    // A busy machine is no failure of the portal.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
