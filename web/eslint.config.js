import js from "@eslint/js";
import hooks from "eslint-plugin-react-hooks";
import { defineConfig } from "eslint/config";
import ts from "typescript-eslint";

/** One rule per floor: what stands above it is out of its reach. */
function floors() {
  const order = ["text", "session", "api", "ui", "form", "shared", "features", "app"];
  // From another folder: what a folder holds under the name of a floor is its own.
  const reach = (name, at) => order.slice(at + 1).map((above) => `^(\\.\\./)+${above}(/|$)`);
  const ground = {
    files: ["src/config.ts", "src/errors.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [{ regex: "^\\.", message: "Everything stands on this." }] },
      ],
    },
  };
  const above = order.slice(0, -1).map((name, floor) => ({
    files: [`src/${name}/**`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            ...reach(name, floor).map((regex) => ({ regex, message: `${name} is below that.` })),
            ...(name === "features"
              ? [{ regex: "^\\.\\./(?!\\.\\./)", message: "That is another feature." }]
              : []),
          ],
        },
      ],
    },
  }));
  return [ground, ...above];
}

const LABELS =
  "label|title|alt|placeholder|description|header|constraintText|errorText|heading|hint|empty|(aria-|aria)(label|Label|description|Description|valuetext)|[a-z]+(Label|Text)";
const WORD = "/[A-Za-zÀ-ÿ]{2}/";
const wording = "Words stand in src/text: say them with t(…).";

/** No word in any language stands in a component. */
const noWords = {
  files: ["src/**/*.tsx"],
  ignores: ["src/**/*.test.tsx"],
  rules: {
    "no-restricted-syntax": [
      "error",
      { selector: `JSXText[value=${WORD}]`, message: wording },
      {
        selector: `:matches(JSXElement, JSXFragment) > JSXExpressionContainer > Literal[value=${WORD}]`,
        message: wording,
      },
      {
        selector: `JSXAttribute[name.name=/^(${LABELS})$/] > Literal[value=${WORD}]`,
        message: wording,
      },
      {
        selector: `JSXAttribute[name.name=/^(${LABELS})$/] > JSXExpressionContainer > TemplateLiteral > TemplateElement[value.raw=${WORD}]`,
        message: wording,
      },
    ],
  },
};

export default defineConfig(
  { ignores: ["dist", "src/api/schema.d.ts"] },
  js.configs.recommended,
  {
    files: ["src/**/*.{ts,tsx}"],
    extends: [ts.configs.strictTypeChecked],
    plugins: { "react-hooks": hooks },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
      // A new kind is met wherever kinds are told apart.
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      // A handler may be the one expression it consists of, and a function may end with one.
      "@typescript-eslint/no-confusing-void-expression": "off",
      // Numbers are written into words and addresses all the time.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // The compiler takes every index for possibly missing; where it cannot be, that is said by `!`.
      "@typescript-eslint/no-non-null-assertion": "off",
      // An attribute may take a function whose result nobody waits for, such as `navigate`.
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      // Taken out of an object to leave it behind.
      "@typescript-eslint/no-unused-vars": ["error", { varsIgnorePattern: "^_$", argsIgnorePattern: "^_" }],
    },
  },
  // Imports go one way: app, features, shared and what it is made of. A feature knows no other.
  ...floors(),
  noWords,
  {
    // What Cognito asks for at a sign-in is no closed set: what is not told apart gets the form itself.
    files: ["src/session/**", "src/features/sign-in/**"],
    rules: { "@typescript-eslint/switch-exhaustiveness-check": "off" },
  },
  {
    files: ["scripts/*.mjs"],
    languageOptions: { globals: { console: "readonly", process: "readonly", URL: "readonly" } },
  },
);
