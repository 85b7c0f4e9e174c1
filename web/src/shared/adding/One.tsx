import { type ReactNode, useEffect, useRef } from "react";
import type { Drawn } from "../../api/keys";
import type { Certificate, CreditType, Rendition, Submission } from "../../api/types";
import { t } from "../../text";
import { PageHeader } from "../../ui/PageHeader";
import { Skeleton } from "../../ui/Skeleton";
import { say } from "../../ui/toast";
import { useFilesOnPage } from "../../ui/useFilesOnPage";
import type { AtRisk } from "../../form/leaving";
import { useAtRisk } from "../../form/useUnsaved";
import { usePages } from "../usePages";
import { Editor } from "./Editor";
import type { Sent } from "./sent";
import css from "./Editor.module.css";
import type { Ports } from "./ports";
import { saidOf } from "./said";
import { openItem } from "./strip";
import type { Work } from "./useWork";

interface Props {
  title: string;
  lead?: string;
  crumbs?: ReactNode;
  work: Work;
  ports: Ports;
  types: readonly CreditType[];
  /** Credit types that it claims already. */
  kept?: readonly string[];
  /** The upload of a file that is handed in already, and how its pages are had. */
  handedIn?: string | undefined;
  pagesOf?: { of: Drawn; ask: (signal?: AbortSignal) => Promise<Rendition> };
  onBehalf?: boolean;
  action: string;
  send: (body: Submission) => Promise<Sent | undefined>;
  onCancel: () => void;
  /** It was saved: nothing is at risk any more. */
  onMade: (saved: Certificate) => void;
  /** What would be lost by leaving. */
  atRisk: AtRisk | undefined;
  above?: ReactNode;
  below?: ReactNode;
  explain?: (error: unknown) => ReactNode;
}

/** One certificate alone: one that is there already, to be edited, or the renewal of one. */
export function One(props: Props) {
  const { title, lead, crumbs, work, ports, handedIn, pagesOf, above, onCancel, onMade, atRisk, ...rest } =
    props;
  const { drafts, uploads, states } = work;
  const item = openItem(drafts.strip);
  const upload = item && states.get(item.key);
  const kept = upload?.kind === "kept" && upload.uploadId === handedIn ? pagesOf : undefined;
  const uploadId = upload?.kind === "accepted" ? upload.uploadId : undefined;
  const of = kept ? kept.of : uploadId === undefined ? undefined : { upload: uploadId };
  const pages = usePages(of, (signal) => (kept ? kept.ask(signal) : ports.pages(uploadId!, signal)));

  function take([file]: File[]) {
    if (file && item) uploads.start(item.key, item.draft.id, file);
  }
  const { sign } = useFilesOnPage({ label: t("adding.release"), paste: true, onFiles: take });
  useAtRisk(atRisk);
  const said = saidOf(drafts.strip, states);
  useEffect(() => {
    if (said) say(said);
  }, [said]);

  const made = drafts.strip.items.at(0)?.made?.[0];
  const latest = useRef(onMade);
  latest.current = onMade;
  useEffect(() => {
    if (made) latest.current(made);
  }, [made]);

  const root = useRef<HTMLDivElement>(null);
  const key = item?.key;
  useEffect(() => root.current?.querySelector<HTMLInputElement>("input[name=title]")?.focus(), [key]);

  return (
    <div ref={root} className={css.editor}>
      <PageHeader title={title} {...(lead && { lead })} {...(crumbs !== undefined && { above: crumbs })} />
      {above}
      {item && !item.made ? (
        <Editor
          key={item.key}
          {...rest}
          {...{ work, ports, item, pages, take }}
          cancel={{ words: t("common.cancel"), onPress: onCancel }}
          onStartOver={drafts.startOver}
        />
      ) : (
        <Skeleton shape="card" height={280} />
      )}
      {sign}
    </div>
  );
}
