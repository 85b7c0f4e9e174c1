import type { Place } from "../api/types";
import css from "./Snippet.module.css";
import { partAround, SCALE } from "./pages";
import type { PagesState } from "./usePages";
import { usePicture } from "./usePicture";

interface Props {
  pages: PagesState;
  place: Place;
}

/** A place on a document, cut out: what is read there can be compared without going to it. */
export function Snippet({ pages, place }: Props) {
  const shown = pages.kind === "shown" ? pages : undefined;
  const { url } = usePicture(shown?.pictures.name(place.page), () => shown!.pictures.get(place.page));
  const page = shown?.rendition.pages[place.page - 1];
  if (!page) return null;
  const part = partAround(place);
  const [width, height] = [(part.right - part.left) / SCALE, (part.bottom - part.top) / SCALE];
  return (
    <span className={css.snippet} style={{ aspectRatio: (width * page.width) / (height * page.height) }}>
      {url && (
        <img
          src={url}
          alt=""
          style={{
            width: `${100 / width}%`,
            left: `${(-part.left / SCALE / width) * 100}%`,
            top: `${(-part.top / SCALE / height) * 100}%`,
          }}
        />
      )}
    </span>
  );
}
