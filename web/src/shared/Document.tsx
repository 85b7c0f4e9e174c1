import {
  ChevronDown,
  ChevronUp,
  Download as DownloadIcon,
  Maximize2,
  PanelLeft,
  Search as SearchIcon,
  ZoomIn,
  ZoomOut,
} from "lucide-react";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { identityOf, type Pictures } from "../api/pictures";
import type { Place, Rendition } from "../api/types";
import { t } from "../text";
import { Button } from "../ui/Button";
import { cx } from "../ui/cx";
import { IconButton } from "../ui/IconButton";
import { Menu } from "../ui/Menu";
import { Spinner } from "../ui/Spinner";
import { say } from "../ui/toast";
import css from "./Document.module.css";
import { Rail } from "./document/Rail";
import { Search } from "./document/Search";
import { Mark, Sheet } from "./document/Sheet";
import { GAP_PX, useZoom, type Zoom, ZOOMS } from "./document/useZoom";
import { hasText, hitsIn, SCALE } from "./pages";
import { useNarrow } from "./useMedia";
import type { PagesState } from "./usePages";

/** Places that are lit up; another object is another wish to see them. */
export interface Lit {
  places: readonly Place[];
  /** Whether to bring the document itself into sight, too. */
  reveal?: boolean;
}

interface Props {
  pages: PagesState;
  /** What the file is called. */
  name: string;
  /** What to call it here, where its name stands beside it. */
  heading?: string;
  lit?: Lit | undefined;
  /** As high as its place, rather than as its pages up to a part of the window. */
  fill?: boolean;
  /** Get the original. */
  onDownload?: () => void;
  /** Show it as large as there is room. */
  onEnlarge?: () => void;
}

/** What a file looks like: pictures of its pages, which are the same in every browser. */
export function Document({ pages, heading, ...more }: Props) {
  const { name, fill = false, onDownload } = more;
  const title = heading ?? name;
  if (pages.kind === "shown") {
    const { rendition, pictures } = pages;
    return (
      <Viewer
        {...more}
        key={identityOf(rendition)}
        rendition={rendition}
        pictures={pictures}
        heading={title}
      />
    );
  }
  return (
    <div className={cx(css.document, fill && css.fill)}>
      <div className={css.bar}>
        <span className={css.name}>{title}</span>
        {onDownload && <Download onDownload={onDownload} />}
      </div>
      <div className={css.wait} role="region" aria-label={t("preview.region")}>
        {pages.kind === "failed" ? (
          <>
            <p role="alert">{pages.undrawn ? t("preview.undrawn") : t("preview.failed")}</p>
            <div className={css.ways}>
              <Button size="small" onPress={pages.retry}>
                {t("errors.retry")}
              </Button>
              {onDownload && (
                <Button size="small" onPress={onDownload}>
                  {t("preview.open")}
                </Button>
              )}
            </div>
          </>
        ) : (
          <>
            <Spinner size="large" />
            <div role="status">
              {pages.kind === "loading" && pages.drawing ? t("preview.drawing") : t("preview.loading")}
            </div>
          </>
        )}
      </div>
    </div>
  );
}

function Download({ onDownload }: { onDownload: () => void }) {
  return <IconButton icon={DownloadIcon} size="small" label={t("preview.download")} onPress={onDownload} />;
}

interface ViewerProps extends Omit<Props, "pages" | "heading"> {
  heading: string;
  rendition: Rendition;
  pictures: Pictures;
}

/** From so many pages on, they are also shown small beside each other. */
const MANY_PAGES = 3;

function Viewer(props: ViewerProps) {
  const { rendition, pictures, name, heading, lit, fill = false, onDownload, onEnlarge } = props;
  const count = rendition.pages.length;
  const region = useRef<HTMLDivElement>(null);
  const zoom = useZoom(region);
  const [current, setCurrent] = useState(1);
  const gone = useRef<number>(undefined);
  const [searching, setSearching] = useState(false);
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const narrow = useNarrow();
  const [railed, setRailed] = useState(count >= MANY_PAGES && !narrow);
  const hits = useMemo(() => hitsIn(rendition.pages, searching ? words : ""), [rendition, searching, words]);
  const searchable = hasText(rendition);
  const hit = hits[at];

  const frame = (page: number) => sheetOf(region.current, page);
  function goTo(page: number) {
    const to = Math.min(count, Math.max(1, page));
    setCurrent(to);
    region.current!.scrollTo({ top: (frame(to)?.offsetTop ?? 0) - GAP_PX });
    gone.current = region.current!.scrollTop;
  }
  function follow() {
    const { scrollTop, clientHeight, scrollHeight } = region.current!;
    // Which of the pages in sight was meant is known of one that was gone to.
    if (scrollTop === gone.current) return;
    gone.current = undefined;
    if (scrollTop + clientHeight >= scrollHeight - 1) return setCurrent(count);
    const seen = rendition.pages.findLastIndex(
      (_, page) => (frame(page + 1)?.offsetTop ?? Infinity) <= scrollTop + clientHeight * LOOK,
    );
    setCurrent(Math.max(1, seen + 1));
  }
  useEffect(() => show(region.current, hit), [hit]);
  useEffect(() => {
    if (!lit) return;
    show(region.current, lit.places);
    if (lit.reveal && lit.places.length && !isSeen(region.current!)) {
      region.current!.scrollIntoView({ block: "center" });
    }
  }, [lit]);

  function search(next: string) {
    setWords(next);
    setAt(0);
  }
  const step = (by: number) => hits.length && setAt((at + by + hits.length) % hits.length);
  function endSearch() {
    setSearching(false);
    region.current?.focus();
  }

  // By what the keys write, which is the same on every keyboard.
  const keys: Record<string, () => unknown> = {
    PageDown: () => goTo(current + 1),
    PageUp: () => goTo(current - 1),
    "+": () => zoom.magnify(1),
    "=": () => zoom.magnify(1),
    "-": () => zoom.magnify(-1),
    "0": () => zoom.zoomTo(1),
    "/": () => searchable && setSearching(true),
  };
  function press(event: KeyboardEvent) {
    const does = keys[event.key];
    if (!does || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    does();
  }
  const page = rendition.pages[current - 1] ?? rendition.pages[0];

  return (
    <div className={cx(css.document, fill && css.fill)}>
      <div className={css.bar}>
        <span className={css.name}>{heading}</span>
        {count > 1 && (
          <span className={css.tools}>
            <IconButton
              icon={PanelLeft}
              directed
              size="small"
              label={t("preview.pages")}
              aria-pressed={railed}
              onPress={() => setRailed(!railed)}
            />
            <IconButton
              icon={ChevronUp}
              size="small"
              label={t("preview.previous")}
              disabled={current === 1}
              onPress={() => goTo(current - 1)}
            />
            <span className={css.where}>{t("preview.page", { page: current, pages: count })}</span>
            <IconButton
              icon={ChevronDown}
              size="small"
              label={t("preview.next")}
              disabled={current === count}
              onPress={() => goTo(current + 1)}
            />
          </span>
        )}
        <span className={css.tools}>
          {searchable && (
            <IconButton
              icon={SearchIcon}
              size="small"
              label={t("preview.search")}
              aria-expanded={searching}
              onPress={() => setSearching(!searching)}
            />
          )}
          <Sizes zoom={zoom} aspect={page ? page.width / page.height : 1} />
          {onEnlarge && (
            <IconButton icon={Maximize2} size="small" label={t("preview.enlarge")} onPress={onEnlarge} />
          )}
          {onDownload && <Download onDownload={onDownload} />}
        </span>
      </div>
      {searching && (
        <Search words={words} onChange={search} at={at} count={hits.length} onStep={step} onEnd={endSearch} />
      )}
      <div className={css.body}>
        {railed && <Rail rendition={rendition} pictures={pictures} current={current} onGo={goTo} />}
        {/* Scrolls by keyboard, so it has to take the focus. */}
        <div
          ref={region}
          className={css.pages}
          tabIndex={0}
          role="region"
          aria-label={t("preview.region")}
          onScroll={follow}
          onKeyDown={press}
        >
          {rendition.pages.map((page, place) => (
            <Sheet
              key={place}
              page={page}
              number={place + 1}
              count={count}
              name={name}
              zoom={zoom.zoom}
              pictures={pictures}
              region={region}
            >
              {lit?.places
                .filter((part) => part.page === place + 1)
                .map((part, mark) => (
                  <Mark key={`lit ${mark}`} part={part} kind="lit" />
                ))}
              {hits.map((found, mark) =>
                found
                  .filter((part) => part.page === place + 1)
                  .map((part, line) => (
                    <Mark key={`${mark} ${line}`} part={part} kind={mark === at ? "current" : "hit"} />
                  )),
              )}
            </Sheet>
          ))}
        </div>
      </div>
      <Notes rendition={rendition} />
    </div>
  );
}

/** How large the pages are: a step, a size, or as there is room. */
function Sizes({ zoom: { zoom, zoomTo, magnify, fit }, aspect }: { zoom: Zoom; aspect: number }) {
  const percent = (size: number) => t("preview.percent", { percent: Math.round(size * 100) });
  const shown = useRef(zoom);
  useEffect(() => {
    if (shown.current !== zoom) say(t("preview.zoom", { percent: Math.round(zoom * 100) }));
    shown.current = zoom;
  }, [zoom]);
  return (
    <>
      <IconButton
        icon={ZoomOut}
        size="small"
        label={t("preview.zoomOut")}
        disabled={zoom <= ZOOMS[0]}
        onPress={() => magnify(-1)}
      />
      <Menu
        placement="bottom end"
        trigger={
          <Button
            variant="quiet"
            size="small"
            aria-label={t("preview.zoom", { percent: Math.round(zoom * 100) })}
          >
            {percent(zoom)}
          </Button>
        }
        groups={[
          {
            title: t("preview.fit"),
            hideTitle: true,
            items: [
              { id: "width", label: t("preview.fitWidth"), onAction: () => zoomTo(1) },
              { id: "page", label: t("preview.fitPage"), onAction: () => fit(aspect) },
            ],
          },
          {
            title: t("preview.sizes"),
            hideTitle: true,
            choose: "one",
            items: ZOOMS.map((size) => ({
              id: String(size),
              label: percent(size),
              checked: size === zoom,
              onAction: () => zoomTo(size),
            })),
          },
        ]}
      />
      <IconButton
        icon={ZoomIn}
        size="small"
        label={t("preview.zoomIn")}
        disabled={zoom >= (ZOOMS.at(-1) ?? 1)}
        onPress={() => magnify(1)}
      />
    </>
  );
}

/** A page counts as the one that is read once it begins above this part of what is seen. */
const LOOK = 0.4;

const sheetOf = (region: HTMLElement | null, page: number) =>
  region?.querySelector<HTMLElement>(`[data-page="${page}"]`);

/** Scroll a document, and nothing else, to where something stands. */
function show(region: HTMLElement | null, places: readonly Place[] | undefined) {
  const [place] = places ?? [];
  const frame = place && sheetOf(region, place.page);
  if (!region || !frame) return;
  const middle = { x: (place.left + place.right) / 2 / SCALE, y: (place.top + place.bottom) / 2 / SCALE };
  region.scrollTo({
    top: frame.offsetTop + middle.y * frame.offsetHeight - region.clientHeight / 2,
    left: frame.offsetLeft + middle.x * frame.offsetWidth - region.clientWidth / 2,
  });
}

/** Whether at least half of something is in sight. */
function isSeen(element: HTMLElement): boolean {
  const { top, bottom, height } = element.getBoundingClientRect();
  return Math.min(bottom, innerHeight) - Math.max(top, 0) >= height / 2;
}

/** What is worth knowing of a file beside what it looks like. */
function Notes({ rendition }: { rendition: Rendition }) {
  const { pages, signed_by, trailer } = rendition;
  const notes = [
    ...signed_by.map((name) => (name ? t("preview.signedBy", { name }) : t("preview.signed"))),
    ...(trailer ? [t(`preview.trailer.${trailer}`)] : []),
    ...(pages.some((page) => page.letters_missing) ? [t("preview.lettersMissing")] : []),
    ...(pages.some((page) => page.recognised) ? [t("preview.recognised")] : []),
    ...(hasText(rendition) ? [] : [t("preview.picture")]),
  ];
  return notes.length ? (
    <ul className={css.notes}>
      {notes.map((note, at) => (
        <li key={at}>{note}</li>
      ))}
    </ul>
  ) : null;
}
