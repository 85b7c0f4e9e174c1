import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Input from "@cloudscape-design/components/input";
import Spinner from "@cloudscape-design/components/spinner";
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { PageDrawing, Place, Rendition } from "../api/types";
import { t } from "../text";
import { type Box as Part, hasText, type Hit, hitsIn, linesOf, SCALE } from "./pages";
import { identityOf, type Pictures } from "../api/pictures";
import type { PagesState } from "./usePages";
import { useNear, usePicture } from "./usePicture";

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
  /** Get the original. */
  onDownload?: () => void;
}

const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3];

/** What a file looks like: pictures of its pages, which are the same in every browser. */
export function Document({ pages, name, heading = name, lit, onDownload }: Props) {
  if (pages.kind === "shown") {
    const { rendition, pictures } = pages;
    return (
      <Viewer
        key={identityOf(rendition)}
        rendition={rendition}
        pictures={pictures}
        name={name}
        heading={heading}
        lit={lit}
        onDownload={onDownload}
      />
    );
  }
  return (
    <div className="document">
      <div className="document-bar">
        <span className="document-name">{heading}</span>
        <span className="document-tools">{onDownload && <Download onDownload={onDownload} />}</span>
      </div>
      <div className="document-pages" role="region" aria-label={t("preview.region")}>
        {pages.kind === "failed" ? (
          <Box textAlign="center" padding="xl">
            <p role="alert">{pages.undrawn ? t("preview.undrawn") : t("preview.failed")}</p>
            <span className="file-actions document-ways">
              <Button formAction="none" onClick={pages.retry}>
                {t("errors.retry")}
              </Button>
              {onDownload && (
                <Button formAction="none" onClick={onDownload}>
                  {t("preview.open")}
                </Button>
              )}
            </span>
          </Box>
        ) : (
          <Box textAlign="center" padding="xxl" color="text-body-secondary">
            <Spinner size="big" />
            <div role="status">
              {pages.kind === "loading" && pages.drawing ? t("preview.drawing") : t("preview.loading")}
            </div>
          </Box>
        )}
      </div>
    </div>
  );
}

function Download({ onDownload }: { onDownload: () => void }) {
  return (
    <Button
      variant="icon"
      iconName="download"
      formAction="none"
      ariaLabel={t("preview.download")}
      onClick={onDownload}
    />
  );
}

interface ViewerProps extends Pick<Props, "name" | "lit" | "onDownload"> {
  heading: string;
  rendition: Rendition;
  pictures: Pictures;
}

function Viewer({ rendition, pictures, name, heading, lit, onDownload }: ViewerProps) {
  const count = rendition.pages.length;
  const region = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useZoom(region);
  const [current, setCurrent] = useState(1);
  const gone = useRef<number>(undefined);
  const [searching, setSearching] = useState(false);
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const hits = useMemo(() => hitsIn(rendition.pages, searching ? words : ""), [rendition, searching, words]);
  const searchable = hasText(rendition);
  const hit = hits[at];

  const frame = (page: number) => region.current?.querySelectorAll<HTMLElement>(".page")[page - 1];
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
  const magnify = (by: number) => setZoom(ZOOMS[ZOOMS.indexOf(zoom) + by] ?? zoom);
  function endSearch() {
    setSearching(false);
    region.current?.focus();
  }

  // By what the keys write, which is the same on every keyboard.
  const keys: Record<string, () => unknown> = {
    PageDown: () => goTo(current + 1),
    PageUp: () => goTo(current - 1),
    "+": () => magnify(1),
    "=": () => magnify(1),
    "-": () => magnify(-1),
    "/": () => searchable && setSearching(true),
  };
  function press(event: KeyboardEvent) {
    const does = keys[event.key];
    if (!does || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    does();
  }

  return (
    <div className="document">
      <div className="document-bar">
        <span className="document-name">{heading}</span>
        {count > 1 && (
          <span className="document-tools">
            <Button
              variant="icon"
              iconName="angle-up"
              formAction="none"
              ariaLabel={t("preview.previous")}
              nativeButtonAttributes={{ "aria-keyshortcuts": "PageUp" }}
              disabled={current === 1}
              onClick={() => goTo(current - 1)}
            />
            <span className="soft">{t("preview.page", { page: current, pages: count })}</span>
            <Button
              variant="icon"
              iconName="angle-down"
              formAction="none"
              ariaLabel={t("preview.next")}
              nativeButtonAttributes={{ "aria-keyshortcuts": "PageDown" }}
              disabled={current === count}
              onClick={() => goTo(current + 1)}
            />
          </span>
        )}
        <span className="document-tools">
          {searchable && (
            <Button
              variant="icon"
              iconName="search"
              formAction="none"
              ariaLabel={t("preview.search")}
              ariaExpanded={searching}
              onClick={() => setSearching(!searching)}
            />
          )}
          <Button
            variant="icon"
            iconName="zoom-out"
            formAction="none"
            ariaLabel={t("preview.zoomOut")}
            disabled={zoom === ZOOMS[0]}
            onClick={() => magnify(-1)}
          />
          <span className="soft" aria-live="polite">
            {Math.round(zoom * 100)} %
          </span>
          <Button
            variant="icon"
            iconName="zoom-in"
            formAction="none"
            ariaLabel={t("preview.zoomIn")}
            disabled={zoom === ZOOMS.at(-1)}
            onClick={() => magnify(1)}
          />
          {onDownload && <Download onDownload={onDownload} />}
        </span>
      </div>
      {searching && (
        <Search words={words} onChange={search} at={at} count={hits.length} onStep={step} onEnd={endSearch} />
      )}
      {/* Scrolls by keyboard, so it has to take the focus. */}
      <div
        ref={region}
        className="document-pages"
        tabIndex={0}
        role="region"
        aria-label={t("preview.region")}
        onScroll={follow}
        onKeyDown={press}
      >
        {rendition.pages.map((page, place) => (
          <PageView
            key={place}
            page={page}
            number={place + 1}
            count={count}
            name={name}
            zoom={zoom}
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
          </PageView>
        ))}
      </div>
      <Notes rendition={rendition} />
    </div>
  );
}

/** Between pages, and above the first. */
const GAP_PX = 16;
/** A page counts as the one that is read once it begins above this part of what is seen. */
const LOOK = 0.4;

/** Scroll a document, and nothing else, to where something stands. */
function show(region: HTMLElement | null, places: readonly Place[] | undefined) {
  const [place] = places ?? [];
  const frame = place && region?.querySelectorAll<HTMLElement>(".page")[place.page - 1];
  if (!frame) return;
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

/** How large the pages are; what is in the middle of what is seen stays there. */
function useZoom(region: RefObject<HTMLElement | null>): [number, (zoom: number) => void] {
  const [zoom, setZoom] = useState(1);
  const middle = useRef<{ x: number; y: number }>(undefined);
  useLayoutEffect(() => {
    const seen = region.current;
    if (!seen || !middle.current) return;
    seen.scrollTop = middle.current.y * seen.scrollHeight - seen.clientHeight / 2;
    seen.scrollLeft = middle.current.x * seen.scrollWidth - seen.clientWidth / 2;
  }, [zoom, region]);
  return [
    zoom,
    (next) => {
      const seen = region.current!;
      middle.current = {
        x: (seen.scrollLeft + seen.clientWidth / 2) / seen.scrollWidth,
        y: (seen.scrollTop + seen.clientHeight / 2) / seen.scrollHeight,
      };
      setZoom(next);
    },
  ];
}

interface SearchProps {
  words: string;
  onChange: (words: string) => void;
  at: number;
  count: number;
  onStep: (by: number) => unknown;
  onEnd: () => void;
}

function Search({ words, onChange, at, count, onStep, onEnd }: SearchProps) {
  return (
    <div
      className="document-search"
      role="search"
      aria-label={t("preview.search")}
      // Neither a form nor a dialog around it hears of these keys.
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        if (event.key === "Escape") onEnd();
        else onStep(event.shiftKey ? -1 : 1);
      }}
    >
      <Input
        value={words}
        type="search"
        onChange={({ detail }) => onChange(detail.value)}
        placeholder={t("preview.searchFor")}
        ariaLabel={t("preview.searchFor")}
        clearAriaLabel={t("common.remove")}
        autoFocus
      />
      <span className="soft" aria-live="polite">
        {words.trim() && (count ? t("preview.hit", { at: at + 1, count }) : t("preview.noHit"))}
      </span>
      <span className="document-tools">
        <Button
          variant="icon"
          iconName="angle-up"
          formAction="none"
          ariaLabel={t("preview.previousHit")}
          disabled={!count}
          onClick={() => onStep(-1)}
        />
        <Button
          variant="icon"
          iconName="angle-down"
          formAction="none"
          ariaLabel={t("preview.nextHit")}
          disabled={!count}
          onClick={() => onStep(1)}
        />
        <Button
          variant="icon"
          iconName="close"
          formAction="none"
          ariaLabel={t("preview.endSearch")}
          onClick={onEnd}
        />
      </span>
    </div>
  );
}

interface PageProps {
  page: PageDrawing;
  number: number;
  count: number;
  name: string;
  zoom: number;
  pictures: Pictures;
  region: RefObject<HTMLElement | null>;
  children: ReactNode;
}

function PageView({ page, number, count, name, zoom, pictures, region, children }: PageProps) {
  const frame = useRef<HTMLDivElement>(null);
  const near = useNear(frame, region, number === 1);
  const { url, failed, retry } = usePicture(near ? pictures.name(number) : undefined, () =>
    pictures.get(number),
  );
  const lines = useMemo(() => linesOf(page.words, page.width / page.height), [page]);
  return (
    <div
      ref={frame}
      className="page"
      role="group"
      aria-label={t("preview.page", { page: number, pages: count })}
      style={{ width: `${zoom * 100}%`, aspectRatio: `${page.width} / ${page.height}` }}
    >
      {/* What is text follows as text. */}
      {url && <img src={url} alt={lines.length ? "" : t("preview.image", { name })} />}
      {failed && (
        <div className="page-says" role="alert">
          <p>{t("preview.pageFailed", { page: number })}</p>
          <Button formAction="none" onClick={retry}>
            {t("errors.retry")}
          </Button>
        </div>
      )}
      {page.blank && <p className="page-says">{t("preview.blank")}</p>}
      {children}
      <div className="page-text">
        {lines.map((line, at) => (
          <div
            key={at}
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

function placed({ left, top, right, bottom }: Part) {
  return {
    left: `${left / 100}%`,
    top: `${top / 100}%`,
    width: `${(right - left) / 100}%`,
    height: `${(bottom - top) / 100}%`,
  };
}

function Mark({ part, kind }: { part: Hit[number]; kind: "hit" | "current" | "lit" }) {
  return <div className={`mark mark-${kind}`} style={placed(part)} aria-hidden="true" />;
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
    <ul className="document-notes soft">
      {notes.map((note, at) => (
        <li key={at}>{note}</li>
      ))}
    </ul>
  ) : null;
}
