import "@testing-library/jest-dom/vitest";
import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

afterEach(() => {
  // Tests of pure functions run without a document.
  if (typeof document !== "undefined") cleanup();
});
