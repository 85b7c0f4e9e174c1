import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy, TextLayer } from "pdfjs-dist";
import workerUrl from "pdfjs-dist/build/pdf.worker.min.mjs?url";
import { useEffect, useRef, useState } from "react";
import { text } from "../text";

GlobalWorkerOptions.workerSrc = workerUrl;

interface Props {
  data: ArrayBuffer;
  zoom: number;
  onFailed: () => void;
}

export default function Pdf({ data, zoom, onFailed }: Props) {
  const [pdf, setPdf] = useState<PDFDocumentProxy>();
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);

  useEffect(() => {
    const task = getDocument({
      // pdf.js takes the bytes over, and React may run this twice.
      data: data.slice(0),
      // Nothing is compiled or fetched for a document; the Content-Security-Policy forbids it too.
      enableXfa: false,
      useWasm: false,
      useSystemFonts: true,
      disableAutoFetch: true,
      maxImageSize: 50_000_000,
    });
    task.promise.then(setPdf, () => {
      if (!task.destroyed) onFailed();
    });
    return () => void task.destroy();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- whom to tell is no reason to load again
  }, [data]);

  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry!.contentRect.width)));
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);

  return (
    <div ref={box} className="pdf">
      {pdf &&
        width > 0 &&
        Array.from({ length: pdf.numPages }, (_, at) => (
          <Page key={at} pdf={pdf} number={at + 1} width={width * zoom} />
        ))}
    </div>
  );
}

function Page({ pdf, number, width }: { pdf: PDFDocumentProxy; number: number; width: number }) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const words = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(number === 1);
  const [ratio, setRatio] = useState(Math.SQRT2);

  // A page is drawn when it comes near the part that is seen.
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => entry!.isIntersecting && setNear(true), {
      rootMargin: "400px",
    });
    observer.observe(frame.current!);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (!near) return undefined;
    const control = new AbortController();
    const stopped = () => control.signal.aborted;
    void (async () => {
      const page = await pdf.getPage(number);
      if (stopped()) return;
      const plain = page.getViewport({ scale: 1 });
      setRatio(plain.height / plain.width);
      const scale = width / plain.width;
      const viewport = page.getViewport({ scale: scale * Math.min(devicePixelRatio, 2) });
      const target = canvas.current!;
      target.width = viewport.width;
      target.height = viewport.height;
      const task = page.render({ canvas: target, viewport });
      control.signal.addEventListener("abort", () => task.cancel());
      await task.promise.catch(() => undefined);
      if (stopped()) return;
      // The words as words, for those who do not see the picture, and for copying.
      const layer = words.current!;
      layer.replaceChildren();
      layer.style.setProperty("--total-scale-factor", String(scale));
      await new TextLayer({
        textContentSource: page.streamTextContent(),
        container: layer,
        viewport: page.getViewport({ scale }),
      }).render();
    })();
    return () => control.abort();
  }, [pdf, number, near, width]);

  return (
    <div
      ref={frame}
      className="pdf-page"
      role="group"
      aria-label={text.preview.page(number, pdf.numPages)}
      style={{ width, height: width * ratio }}
    >
      <canvas ref={canvas} aria-hidden="true" />
      <div ref={words} className="textLayer" />
    </div>
  );
}
