import "@testing-library/jest-dom/vitest";
import { cleanup, configure, getConfig } from "@testing-library/react";
import { afterAll, afterEach } from "vitest";

/** Set while a query is tried again and again, when nobody reads why it failed. */
const isTrying = () =>
  (getConfig() as { _disableExpensiveErrorDiagnostics?: boolean })._disableExpensiveErrorDiagnostics === true;

configure(({ getElementError }) => ({
  // A busy machine is no failure of the portal.
  asyncUtilTimeout: 20_000,
  // The last failure prints the document; every one before it would, to be thrown away.
  getElementError(message, container) {
    if (!isTrying()) return getElementError(message, container);
    const error = new Error(message ?? (container.cloneNode() as Element).outerHTML);
    error.name = "TestingLibraryElementError";
    return error;
  },
}));

afterEach(() => {
  // Tests of pure functions run without a document.
  if (typeof document !== "undefined") cleanup();
});

afterAll(() => {
  // React Aria says a first word a tenth of a second late, if it still has where to.
  if (typeof document !== "undefined") document.querySelector("[data-live-announcer]")?.remove();
});
