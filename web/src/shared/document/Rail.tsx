import { useEffect, useRef, type RefObject } from "react";
import type { Pictures } from "../../api/pictures";
import type { PageDrawing, Rendition } from "../../api/types";
import { t } from "../../text";
import { useNear, usePicture } from "../usePicture";
import css from "./Rail.module.css";

interface Props {
  rendition: Rendition;
  pictures: Pictures;
  current: number;
  onGo: (page: number) => void;
}

/** All pages, small: a press leads to one. */
export function Rail({ rendition, pictures, current, onGo }: Props) {
  const rail = useRef<HTMLOListElement>(null);
  // The one that is read stays in sight; nothing but the rail is scrolled.
  useEffect(() => {
    const list = rail.current!;
    const item = list.children[current - 1] as HTMLElement;
    list.scrollTo({
      top: item.offsetTop - list.offsetTop - (list.clientHeight - item.offsetHeight) / 2,
      left: item.offsetLeft - list.offsetLeft - (list.clientWidth - item.offsetWidth) / 2,
    });
  }, [current]);
  return (
    <ol ref={rail} className={css.rail} aria-label={t("preview.pages")}>
      {rendition.pages.map((page, at) => (
        <li key={at}>
          <button
            type="button"
            className={css.page}
            aria-label={t("preview.goTo", { page: at + 1 })}
            {...(current === at + 1 && { "aria-current": "page" as const })}
            onClick={() => onGo(at + 1)}
          >
            <Small page={page} number={at + 1} pictures={pictures} rail={rail} />
            <span aria-hidden>{at + 1}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}

interface SmallProps {
  page: PageDrawing;
  number: number;
  pictures: Pictures;
  rail: RefObject<HTMLElement | null>;
}

function Small({ page, number, pictures, rail }: SmallProps) {
  const frame = useRef<HTMLSpanElement>(null);
  const near = useNear(frame, rail, false, "120px");
  const { url } = usePicture(near ? pictures.name(number) : undefined, () => pictures.get(number));
  return (
    <span ref={frame} className={css.frame} style={{ aspectRatio: `${page.width} / ${page.height}` }}>
      {url && <img src={url} alt="" />}
    </span>
  );
}
