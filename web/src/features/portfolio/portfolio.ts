import { call } from "../../api/learner";
import type { Certificate } from "../../api/types";

const PAGE = 100;

/**
 * Read all of a learner's certificates, showing each page as it comes: a portfolio is small, and
 * with all of it here every search and sort answers at once and over everything.
 */
export async function everyCertificate(
  show: (certificates: Certificate[]) => void,
  signal: AbortSignal,
): Promise<void> {
  const found: Certificate[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await call("get", "/certificates", {
      query: { limit: PAGE, thumbnails: true, ...(cursor && { cursor }) },
      signal,
    });
    found.push(...page.items);
    cursor = page.next_cursor;
    // A page that was shown before is not taken back while it is read again.
    if (!cursor || found.length === PAGE) show([...found]);
  } while (cursor);
}
