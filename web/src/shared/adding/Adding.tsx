import { FilePlus2, Undo2, X } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Certificate, CreditType, Submission } from "../../api/types";
import { t } from "../../text";
import { formatInstant } from "../../text/format";
import { Button } from "../../ui/Button";
import { ButtonLink } from "../../ui/ButtonLink";
import { IconButton } from "../../ui/IconButton";
import { Notice } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { Skeleton } from "../../ui/Skeleton";
import { say } from "../../ui/toast";
import { useFilesOnPage } from "../../ui/useFilesOnPage";
import type { AtRisk } from "../../form/leaving";
import { useAtRisk } from "../../form/useUnsaved";
import { isUnderWay } from "../upload";
import { usePages } from "../usePages";
import { DraftStrip, nameOf } from "./DraftStrip";
import { Editor } from "./Editor";
import type { Sent } from "./sent";
import css from "./Editor.module.css";
import { DropArea, Picked } from "./FilePane";
import { Made } from "./Made";
import type { Ports } from "./ports";
import { saidOf } from "./said";
import { type Errors, type Item, openItem, unmade } from "./strip";
import type { Drafts } from "./useStrip";
import type { Work } from "./useWork";

interface Props {
  title: string;
  lead?: string;
  crumbs?: ReactNode;
  work: Work;
  ports: Ports;
  types: readonly CreditType[];
  onBehalf?: boolean;
  action: string;
  send: (body: Submission, item: Item) => Promise<Sent | undefined>;
  lacking?: () => Errors;
  /** Below the page's title: for whom it is. */
  children?: ReactNode;
  /** Below the fields of each. */
  below?: ReactNode;
  explain?: (error: unknown, item: Item) => ReactNode;
  /** What is said of how many were made. */
  done: (count: number) => string;
  /** What would be lost by leaving. */
  atRisk: AtRisk | undefined;
  /** Where what was made is looked at. */
  href: (certificate: Certificate) => string;
  /** Whose it is, where that is not plain. */
  about?: (certificate: Certificate) => string | undefined;
  /** Where one goes when all is done, and what that is called. */
  home: { href: string; name: string };
}

/** So many are taken at once; more would be a job for an import. */
const MOST_AT_ONCE = 20;

/** Certificates to be added: each file becomes one of its own. */
export function Adding(props: Props) {
  const { title, lead, work, ports, types, action, onBehalf = false, home } = props;
  const { drafts, uploads, states, pictures } = work;
  const { strip, isReady } = drafts;
  const [tooMany, setTooMany] = useState(0);
  const root = useRef<HTMLDivElement>(null);
  const open = openItem(strip);
  const waiting = unmade(strip).length;
  const made = strip.items.length - waiting;
  const offered = types.filter((type) => !type.retired);

  function take(files: File[]) {
    const taken = files.slice(0, MOST_AT_ONCE);
    setTooMany(files.length - taken.length);
    const [first, ...others] = taken;
    const isFree = open && !open.made && !open.isBusy && uploads.of(open.key).kind === "none";
    if (!isFree || !first) return drafts.add(taken);
    uploads.start(open.key, open.draft.id, first);
    if (others.length) drafts.add(others);
  }
  const { sign } = useFilesOnPage({ label: t("adding.release"), paste: true, onFiles: take });

  useAtRisk(props.atRisk);
  const said = saidOf(strip, states);
  useEffect(() => {
    if (said) say(said);
  }, [said]);

  // What had the focus made room for what comes next.
  const before = useRef({ items: 0, made: 0 });
  useEffect(() => {
    const was = before.current;
    const now = { items: strip.items.length, made };
    before.current = now;
    const find = (what: string) => root.current?.querySelector<HTMLElement>(what);
    const focus = (what: string) => find(what)?.focus();
    if (now.made > was.made) return focus(open ? "input[name=title]" : "[data-made]");
    if (document.activeElement !== document.body) return;
    if (now.items > 0 && was.items === 0) focus(states.size ? "[role=group]" : "input[name=title]");
    else if (now.items < was.items) (find("[aria-current=true]") ?? find("[data-tools] button"))?.focus();
  }, [strip.items.length, made, open, states]);

  return (
    <div ref={root} className={css.editor}>
      <PageHeader
        title={title}
        {...(props.crumbs !== undefined && { above: props.crumbs })}
        {...(lead && strip.items.length === 0 && { lead })}
      />
      {tooMany > 0 && (
        <Notice kind="warning" announced onDismiss={() => setTooMany(0)}>
          {t("adding.tooMany", { most: MOST_AT_ONCE, left: tooMany })}
        </Notice>
      )}
      {/* To open one would not end an upload, but hide it. */}
      {![...states.values()].some(isUnderWay) && <LeftDrafts drafts={drafts} />}
      {props.children}
      {(waiting > 0 || strip.dropped) && (
        <div className={css.tools} data-tools>
          <span className={css.told}>
            {strip.items.length > 1 && t("adding.progress", { made, all: strip.items.length })}
          </span>
          {strip.dropped && (
            <Button variant="quiet" size="small" icon={Undo2} onPress={drafts.restore}>
              {t("adding.restore", { title: nameOf(strip.dropped.item, states) })}
            </Button>
          )}
          {waiting > 0 && (
            <Picked take={take} many>
              <Button size="small" icon={FilePlus2}>
                {t("adding.more")}
              </Button>
            </Picked>
          )}
        </div>
      )}
      {!isReady ? (
        <Skeleton shape="card" height={280} />
      ) : strip.items.length === 0 ? (
        <div className={css.begin}>
          <DropArea take={take} many />
          {offered.some(({ requires }) => !requires.includes("file")) && (
            <Button variant="quiet" onPress={() => drafts.add([])}>
              {t("adding.without")}
            </Button>
          )}
        </div>
      ) : (
        <>
          {strip.items.length > 1 && (
            <DraftStrip
              strip={strip}
              uploads={states}
              pictures={pictures}
              onOpen={drafts.open}
              onDrop={drafts.drop}
            />
          )}
          {open && !open.made ? (
            <OpenDraft
              key={open.key}
              {...{ work, ports, types, onBehalf, action, take }}
              item={open}
              many
              send={(body) => props.send(body, open)}
              {...(props.lacking && { lacking: props.lacking })}
              below={props.below}
              cancel={{ words: t("adding.discard"), onPress: () => drafts.drop(open.key) }}
              explain={(error) => props.explain?.(error, open)}
            />
          ) : (
            <Made
              strip={strip}
              href={props.href}
              done={props.done}
              {...(props.about && { about: props.about })}
            >
              <Picked take={take} many>
                <Button icon={FilePlus2}>{t("adding.more")}</Button>
              </Picked>
              <ButtonLink to={home.href} variant="primary">
                {home.name}
              </ButtonLink>
            </Made>
          )}
        </>
      )}
      {sign}
    </div>
  );
}

type OpenProps = Omit<Parameters<typeof Editor>[0], "pages">;

function OpenDraft(props: OpenProps) {
  const { work, item, ports } = props;
  const upload = work.states.get(item.key);
  const uploadId = upload?.kind === "accepted" ? upload.uploadId : undefined;
  const pages = usePages(uploadId === undefined ? undefined : { upload: uploadId }, (signal) =>
    ports.pages(uploadId!, signal),
  );
  return <Editor {...props} pages={pages} />;
}

/** What was filled in before and never handed in. */
export function LeftDrafts({ drafts, isEdit = false }: { drafts: Drafts; isEdit?: boolean }) {
  const { left, takeUp, discard } = drafts;
  const title = t(isEdit ? "form.leftEdits" : "form.leftDrafts");
  if (!left.length) return null;
  return (
    <Notice kind="info" title={title}>
      <ul className={css.left} aria-label={title}>
        {left.map((one) => {
          const name = one.draft.title.trim() || one.draft.file?.name || t("form.untitled");
          return (
            <li key={one.id}>
              <span className={css.leftWhat}>
                <b>{name}</b>
                <span>{t("form.leftAt", { instant: formatInstant(new Date(one.at).toISOString()) })}</span>
              </span>
              <Button
                size="small"
                aria-label={t("form.takeUpOf", { title: name })}
                onPress={() => void takeUp(one)}
              >
                {t("form.takeUp")}
              </Button>
              <IconButton
                icon={X}
                size="small"
                label={t("form.discardOf", { title: name })}
                onPress={() => discard(one)}
              />
            </li>
          );
        })}
      </ul>
    </Notice>
  );
}
