import { type ReactNode, type RefObject, useMemo, useRef } from "react";
import type { Pictures } from "../../api/pictures";
import type { PageDrawing } from "../../api/types";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { type Box, type Hit, linesOf } from "../pages";
import { useNear, usePicture } from "../usePicture";
import css from "./Sheet.module.css";

interface Props {
  page: PageDrawing;
  number: number;
  count: number;
  /** What the file is called. */
  name: string;
  zoom: number;
  pictures: Pictures;
  region: RefObject<HTMLElement | null>;
  children: ReactNode;
}

/** A page: its picture, its words over it, and what is marked on it. */
export function Sheet({ page, number, count, name, zoom, pictures, region, children }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const near = useNear(frame, region, number === 1);
  const { url, failed, retry } = usePicture(near ? pictures.name(number) : undefined, () =>
    pictures.get(number),
  );
  const lines = useMemo(() => linesOf(page.words, page.width / page.height), [page]);
  return (
    <div
      ref={frame}
      data-page={number}
      className={css.sheet}
      role="group"
      aria-label={t("preview.page", { page: number, pages: count })}
      style={{ width: `${zoom * 100}%`, aspectRatio: `${page.width} / ${page.height}` }}
    >
      {/* What is text follows as text. */}
      {url && <img src={url} alt={lines.length ? "" : t("preview.image", { name })} />}
      {failed && (
        <div className={css.says} role="alert">
          <p>{t("preview.pageFailed", { page: number })}</p>
          <Button size="small" onPress={retry}>
            {t("errors.retry")}
          </Button>
        </div>
      )}
      {page.blank && <p className={css.says}>{t("preview.blank")}</p>}
      {children}
      <div className={cx(css.text, !url && css.awaited)}>
        {lines.map((line, at) => (
          <div
            key={at}
            dir="auto"
            style={{ ...placed(line), fontSize: `${((line.bottom - line.top) / 100) * TYPE}cqh` }}
          >
            {line.text}
          </div>
        ))}
      </div>
    </div>
  );
}

/** A font's size, as a part of the height that its letters take. */
const TYPE = 0.85;

function placed({ left, top, right, bottom }: Box) {
  return {
    left: `${left / 100}%`,
    top: `${top / 100}%`,
    width: `${(right - left) / 100}%`,
    height: `${(bottom - top) / 100}%`,
  };
}

/** A place on a page that was searched for, or is pointed at. */
export function Mark({ part, kind }: { part: Hit[number]; kind: "hit" | "current" | "lit" }) {
  return <div className={cx(css.mark, css[kind])} data-mark={kind} style={placed(part)} aria-hidden />;
}
