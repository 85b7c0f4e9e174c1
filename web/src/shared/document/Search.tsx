import { ChevronDown, ChevronUp, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { t } from "../../text";
import { IconButton } from "../../ui/IconButton";
import { SearchField } from "../../ui/SearchField";
import css from "./Search.module.css";

interface Props {
  words: string;
  onChange: (words: string) => void;
  /** Which of the hits is looked at. */
  at: number;
  count: number;
  onStep: (by: number) => unknown;
  onEnd: () => void;
}

/** Looks words up in a document. */
export function Search({ words, onChange, at, count, onStep, onEnd }: Props) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <div
      className={css.search}
      // Neither a form nor a dialog around it hears of these keys.
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== "Escape") return;
        event.stopPropagation();
        if (event.key === "Escape") return onEnd();
        if (event.target !== field.current) return;
        event.preventDefault();
        onStep(event.shiftKey ? -1 : 1);
      }}
    >
      <SearchField ref={field} label={t("preview.searchFor")} value={words} onChange={onChange} />
      <span className={css.count} role="status">
        {words.trim() && (count ? t("preview.hit", { at: at + 1, count }) : t("preview.noHit"))}
      </span>
      <span className={css.tools}>
        <IconButton
          icon={ChevronUp}
          size="small"
          label={t("preview.previousHit")}
          disabled={!count}
          onPress={() => onStep(-1)}
        />
        <IconButton
          icon={ChevronDown}
          size="small"
          label={t("preview.nextHit")}
          disabled={!count}
          onPress={() => onStep(1)}
        />
        <IconButton icon={X} size="small" label={t("preview.endSearch")} onPress={onEnd} />
      </span>
    </div>
  );
}
