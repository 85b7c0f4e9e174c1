import { vi } from "vitest";

/** Serves the pictures of documents, where what they look like is not what a test is about. */
export function servePictures() {
  const served = fetch;
  vi.stubGlobal("fetch", (target: RequestInfo | URL, options?: RequestInit) => {
    const url = target instanceof Request ? target.url : String(target);
    return url.startsWith("https://files.test/")
      ? Promise.resolve(new Response(""))
      : served(target, options);
  });
}
