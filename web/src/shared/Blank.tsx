import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { t } from "../text";
import { blankPages } from "./pages";
import type { PagesState } from "./usePages";

/** Say so where a page, or the whole file, has come out empty. */
export function Blank({ pages }: { pages: PagesState }) {
  const blank = pages.kind === "shown" ? blankPages(pages.rendition) : [];
  const all = pages.kind === "shown" && blank.length === pages.rendition.pages.length;
  return (
    <div role="status">
      {blank.length > 0 && (
        <StatusIndicator type="warning">
          {all
            ? t("reading.blankFile")
            : blank.length === 1
              ? t("reading.blankPage", { page: blank[0]! })
              : t("reading.blankPages", { pages: blank.join(", ") })}
        </StatusIndicator>
      )}
    </div>
  );
}
