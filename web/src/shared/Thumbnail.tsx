import { Award, FileText } from "lucide-react";
import { useEffect, useRef } from "react";
import { fetchPicture, pictureName } from "../api/pictures";
import type { Certificate } from "../api/types";
import { t } from "../text";
import { cx } from "../ui/cx";
import { Icon } from "../ui/Icon";
import css from "./Thumbnail.module.css";
import { type Picture, useNear, usePicture } from "./usePicture";

interface Props {
  /** What the picture is called. */
  name: string;
  get: () => Promise<Blob>;
}

/** A small picture of a first page, in a box of its own size. What it is of stands beside it. */
export function Thumbnail({ name, get }: Props) {
  const frame = useRef<HTMLSpanElement>(null);
  const picture = usePicture(useNear(frame) ? name : undefined, get);
  return (
    <span ref={frame} className={css.thumbnail}>
      {picture.url ? <img src={picture.url} alt="" /> : <Icon of={FileText} />}
    </span>
  );
}

interface ListedProps {
  certificate: Pick<Certificate, "thumbnail" | "file">;
  /** Ask for the list's links anew, as they have lapsed. */
  onLapsed: () => void;
  /** As wide as its place, as on a card. */
  large?: boolean;
}

/** The same of a certificate in a list, whose links are good for a minute. */
export function ListedThumbnail({ certificate, onLapsed, large = false }: ListedProps) {
  const { thumbnail, file } = certificate;
  const frame = useRef<HTMLSpanElement>(null);
  const near = useNear(frame);
  const picture = usePicture(near && thumbnail ? pictureName(thumbnail) : undefined, (signal) =>
    fetchPicture(thumbnail!, signal),
  );
  useRenewal(picture, thumbnail ? certificate : undefined, onLapsed);
  return (
    <span ref={frame} className={cx(css.thumbnail, large && css.large)}>
      {picture.url ? (
        <img src={picture.url} alt="" />
      ) : file ? (
        <>
          <Icon of={FileText} size={large ? 32 : 18} />
          <span className={css.kind}>{t(`upload.kind.${file.content_type}`)}</span>
        </>
      ) : (
        <Icon of={Award} size={large ? 32 : 18} />
      )}
    </span>
  );
}

/** Have a link that failed renewed once, and try what comes instead; in the same second it reads the same. */
function useRenewal({ failed, retry }: Picture, listed: object | undefined, onLapsed: () => void) {
  const lapsed = useRef<object>(undefined);
  const renewed = useRef(false);
  const latest = useRef(onLapsed);
  latest.current = onLapsed;
  useEffect(() => {
    if (!failed || !listed || renewed.current) return;
    if (lapsed.current === undefined) {
      lapsed.current = listed;
      latest.current();
    } else if (lapsed.current !== listed) {
      renewed.current = true;
      retry();
    }
  }, [failed, listed, retry]);
}
