import { CircleCheck, FileText, PenLine, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { t } from "../../text";
import { cx } from "../../ui/cx";
import { Icon, type LucideIcon } from "../../ui/Icon";
import { IconButton } from "../../ui/IconButton";
import type { Pictures } from "../../api/pictures";
import { Thumbnail } from "../Thumbnail";
import type { UploadState } from "../upload";
import css from "./DraftStrip.module.css";
import { LOOKS, stateWords } from "./FilePane";
import type { Item, Strip } from "./strip";

interface Props {
  strip: Strip;
  uploads: ReadonlyMap<string, UploadState>;
  /** Pictures of the files that can be shown. */
  pictures: ReadonlyMap<string, Pictures>;
  onOpen: (key: string) => void;
  onDrop: (key: string) => void;
}

/** All drafts of the page, in the order in which they came; one of them is open. */
export function DraftStrip({ strip, uploads, pictures, onOpen, onDrop }: Props) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current
      ?.querySelector("[aria-current=true]")
      ?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [strip.open]);

  return (
    <nav className={css.strip} aria-label={t("adding.strip")}>
      <ol ref={list} className={css.items}>
        {strip.items.map((item) => {
          const upload = uploads.get(item.key) ?? NONE;
          const name = nameOf(item, uploads);
          const { icon, tone, words } = stateOf(item, upload);
          const shown = pictures.get(item.key);
          const isOpen = item.key === strip.open;
          return (
            <li key={item.key} className={cx(css.item, isOpen && css.open)} data-tone={tone}>
              <button
                type="button"
                className={css.choose}
                aria-current={isOpen}
                onClick={() => onOpen(item.key)}
              >
                <span className={css.picture}>
                  {shown ? (
                    <Thumbnail name={shown.name(1)} get={() => shown.get(1)} />
                  ) : (
                    <Icon of={FileText} size={20} />
                  )}
                </span>
                <span className={css.about}>
                  <span className={css.name}>{name}</span>
                  <span className={css.state}>
                    <Icon of={icon} size={14} /> <span className={css.words}>{words}</span>
                  </span>
                </span>
              </button>
              {!item.made && !item.isBusy && (
                <span className={css.remove}>
                  <IconButton
                    icon={X}
                    size="small"
                    label={t("adding.drop", { title: name })}
                    onPress={() => onDrop(item.key)}
                  />
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

const NONE: UploadState = { kind: "none" };

/** What a draft is called: by its title, or by its file as long as it has none. */
export function nameOf({ key, draft }: Item, uploads: ReadonlyMap<string, UploadState>): string {
  const upload = uploads.get(key) ?? NONE;
  return draft.title.trim() || (upload.kind === "none" ? t("form.untitled") : upload.name);
}

interface State {
  icon: LucideIcon;
  tone: "busy" | "good" | "bad" | "done";
  words: string;
}

function stateOf({ made, isBusy, draft }: Item, upload: UploadState): State {
  if (made) return { icon: CircleCheck, tone: "done", words: t("adding.state.made") };
  if (isBusy) return { icon: CircleCheck, tone: "busy", words: t("adding.state.busy") };
  if (upload.kind === "none") return { icon: PenLine, tone: "busy", words: t("adding.state.noFile") };
  if (upload.kind === "rejected") return { ...LOOKS.rejected, words: upload.explanation };
  const isRead = upload.kind === "accepted" && draft.title.trim();
  return { ...LOOKS[upload.kind], words: isRead ? t("adding.state.ready") : stateWords(upload) };
}
