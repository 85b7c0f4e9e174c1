import Icon from "@cloudscape-design/components/icon";
import { useEffect, useRef } from "react";
import type { Certificate } from "../api/types";
import { text } from "../text";
import { nameOf } from "./kinds";
import { fetchPicture } from "./pages";
import { type Picture, useNear, usePicture } from "./usePicture";

interface Props {
  get: () => Promise<Blob>;
}

/** A small picture of a first page, in a box of its own size. What it is of stands beside it. */
export function Thumbnail({ get }: Props) {
  const frame = useRef<HTMLSpanElement>(null);
  const picture = usePicture(useNear(frame), get);
  return (
    <span ref={frame} className="thumbnail">
      {picture.url ? <img src={picture.url} alt="" /> : <Icon name="file" />}
    </span>
  );
}

interface ListedProps {
  certificate: Pick<Certificate, "thumbnail" | "file">;
  /** Ask for the list's links anew, as they have lapsed. */
  onLapsed: () => void;
}

/** The same of a certificate in a list, whose links are good for a minute. */
export function ListedThumbnail({ certificate: { thumbnail, file }, onLapsed }: ListedProps) {
  const frame = useRef<HTMLSpanElement>(null);
  const near = useNear(frame);
  const picture = usePicture(near && Boolean(thumbnail), (signal) => fetchPicture(thumbnail!, signal));
  useRenewal(picture, thumbnail, onLapsed);
  return (
    <span ref={frame} className="thumbnail">
      {picture.url ? (
        <img src={picture.url} alt="" />
      ) : (
        file && (
          <>
            <Icon name="file" />
            <span className="thumbnail-kind">{nameOf(text.upload.kind, file.content_type)}</span>
          </>
        )
      )}
    </span>
  );
}

/** Have a link that failed renewed once, and try the new one. */
function useRenewal({ failed, retry }: Picture, link: string | null | undefined, onLapsed: () => void) {
  const lapsed = useRef<string>(undefined);
  const renewed = useRef(false);
  const latest = useRef(onLapsed);
  latest.current = onLapsed;
  useEffect(() => {
    if (!failed || !link || renewed.current) return;
    if (lapsed.current === undefined) {
      lapsed.current = link;
      latest.current();
    } else if (lapsed.current !== link) {
      renewed.current = true;
      retry();
    }
  }, [failed, link, retry]);
}
