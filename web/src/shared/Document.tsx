import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Spinner from "@cloudscape-design/components/spinner";
import { lazy, Suspense, useEffect, useState } from "react";
import type { FileLink } from "../api/types";
import { text } from "../text";

const Pdf = lazy(() => import("./Pdf"));

interface Props {
  /** Which file: another key is another document. */
  id: string;
  /** Ask for a link that lasts for the next minute. */
  link: () => Promise<FileLink>;
  onDownload: () => void;
}

type Loaded = { name: string } & ({ kind: "pdf"; data: ArrayBuffer } | { kind: "image"; url: string });

const ZOOMS = [0.5, 0.75, 1, 1.5, 2, 3];

/** A certificate's file in the page. A PDF is drawn by pdf.js: nothing that is in it runs. */
export function Document({ id, link, onDownload }: Props) {
  const [loaded, setLoaded] = useState<Loaded>();
  const [failed, setFailed] = useState(false);
  const [zoom, setZoom] = useState(1);

  useEffect(() => {
    const control = new AbortController();
    let url: string | undefined;
    setLoaded(undefined);
    setFailed(false);
    setZoom(1);
    (async () => {
      const file = await link();
      const response = await fetch(file.url, { signal: control.signal });
      if (!response.ok) throw new Error(`file: ${response.status}`);
      if (file.content_type === "application/pdf") {
        const data = await response.arrayBuffer();
        if (!control.signal.aborted) setLoaded({ kind: "pdf", name: file.name, data });
      } else {
        url = URL.createObjectURL(await response.blob());
        if (!control.signal.aborted) setLoaded({ kind: "image", name: file.name, url });
      }
    })().catch(() => {
      if (!control.signal.aborted) setFailed(true);
    });
    return () => {
      control.abort();
      if (url) URL.revokeObjectURL(url);
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a link is asked for anew each time, and is no other file
  }, [id]);

  const step = (by: number) => setZoom(ZOOMS[ZOOMS.indexOf(zoom) + by] ?? zoom);
  return (
    <div className="document">
      <div className="document-bar">
        <span className="document-name">{loaded?.name}</span>
        <span className="document-zoom">
          <Button
            variant="icon"
            iconName="zoom-out"
            ariaLabel={text.preview.zoomOut}
            disabled={zoom === ZOOMS[0]}
            onClick={() => step(-1)}
          />
          <span className="soft" aria-live="polite">
            {Math.round(zoom * 100)} %
          </span>
          <Button
            variant="icon"
            iconName="zoom-in"
            ariaLabel={text.preview.zoomIn}
            disabled={zoom === ZOOMS.at(-1)}
            onClick={() => step(1)}
          />
          <Button variant="icon" iconName="download" ariaLabel={text.certificate.view} onClick={onDownload} />
        </span>
      </div>
      {/* Scrolls by keyboard, so it has to take the focus. */}
      <div className="document-pages" tabIndex={0} role="region" aria-label={text.preview.region}>
        {failed ? (
          <Box textAlign="center" padding="xl">
            <p>{text.preview.failed}</p>
            <Button onClick={onDownload}>{text.preview.open}</Button>
          </Box>
        ) : !loaded ? (
          <Waiting />
        ) : loaded.kind === "image" ? (
          <img
            className="document-image"
            src={loaded.url}
            alt={text.preview.image(loaded.name)}
            style={{ width: `${zoom * 100}%` }}
            onError={() => setFailed(true)}
          />
        ) : (
          <Suspense fallback={<Waiting />}>
            <Pdf data={loaded.data} zoom={zoom} onFailed={() => setFailed(true)} />
          </Suspense>
        )}
      </div>
    </div>
  );
}

function Waiting() {
  return (
    <Box textAlign="center" padding="xxl" color="text-body-secondary">
      <Spinner size="big" />
      <div role="status">{text.preview.loading}</div>
    </Box>
  );
}
