import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// A busy machine is no failure of the portal.
configure({ asyncUtilTimeout: 20_000 });

afterEach(() => {
  // Tests of pure functions run without a document.
  if (typeof document !== "undefined") cleanup();
});
