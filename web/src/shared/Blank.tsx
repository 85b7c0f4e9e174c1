import { t } from "../text";
import { Notice } from "../ui/Notice";
import { blankPages } from "./pages";
import type { PagesState } from "./usePages";

/** Say so where a page, or the whole file, has come out empty. */
export function Blank({ pages }: { pages: PagesState }) {
  if (pages.kind !== "shown") return null;
  const blank = blankPages(pages.rendition);
  const [first] = blank;
  if (first === undefined) return null;
  return (
    <Notice kind="warning" announced>
      {blank.length === pages.rendition.pages.length
        ? t("reading.blankFile")
        : blank.length === 1
          ? t("reading.blankPage", { page: first })
          : t("reading.blankPages", { pages: blank.join(", ") })}
    </Notice>
  );
}
