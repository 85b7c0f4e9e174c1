import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** How large pages can be, by the width there is; in between by pinching. */
export const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4] as const;
const LEAST = ZOOMS[0];
const MOST = 4;
/** Between pages, and around them. */
export const GAP_PX = 16;
/** Wider than this, nobody reads a page with more ease. */
const READABLE_PX = 920;
/** How far a wheel is turned, with Ctrl held, until pages are as large again. */
const WHEEL_PX = 280;

export interface Zoom {
  zoom: number;
  zoomTo: (zoom: number) => void;
  /** To the next larger size, or the next smaller one. */
  magnify: (by: 1 | -1) => void;
  /** As large as a page can be seen whole, by its width and height. */
  fit: (aspect: number) => void;
}

/** How large the pages are; what is in the middle of what is seen stays there. */
export function useZoom(region: RefObject<HTMLElement | null>): Zoom {
  const [zoom, setZoom] = useState(1);
  const middle = useRef<{ x: number; y: number }>(undefined);
  useLayoutEffect(() => {
    const seen = region.current;
    if (!seen || !middle.current) return;
    seen.scrollTop = middle.current.y * seen.scrollHeight - seen.clientHeight / 2;
    seen.scrollLeft = middle.current.x * seen.scrollWidth - seen.clientWidth / 2;
  }, [zoom, region]);
  const zoomTo = useCallback(
    (next: number) => {
      const seen = region.current!;
      middle.current = {
        x: (seen.scrollLeft + seen.clientWidth / 2) / seen.scrollWidth,
        y: (seen.scrollTop + seen.clientHeight / 2) / seen.scrollHeight,
      };
      setZoom(Math.min(MOST, Math.max(LEAST, next)));
    },
    [region],
  );
  usePinch(region, zoom, zoomTo);
  useLayoutEffect(() => {
    const { clientWidth } = region.current!;
    if (clientWidth > READABLE_PX) zoomTo(READABLE_PX / clientWidth);
  }, [region, zoomTo]);
  return {
    zoom,
    zoomTo,
    magnify: (by) => {
      const next =
        by > 0 ? ZOOMS.find((one) => one > zoom + 0.01) : ZOOMS.findLast((one) => one < zoom - 0.01);
      zoomTo(next ?? zoom);
    },
    fit: (aspect) => {
      const { clientHeight, clientWidth } = region.current!;
      const [height, width] = [clientHeight - 2 * GAP_PX, clientWidth - 2 * GAP_PX];
      zoomTo(Math.min(1, (height * aspect) / width));
    },
  };
}

/** Two fingers, or a wheel with Ctrl held, as a trackpad tells of them: the document grows, not the page. */
function usePinch(region: RefObject<HTMLElement | null>, zoom: number, zoomTo: (zoom: number) => void) {
  const now = useRef(zoom);
  now.current = zoom;
  useEffect(() => {
    const seen = region.current!;
    let began: { apart: number; zoom: number } | undefined;
    function spread(event: TouchEvent) {
      const [one, other] = event.touches;
      if (!one || !other) return;
      event.preventDefault();
      const apart = Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
      began ??= { apart, zoom: now.current };
      zoomTo((began.zoom * apart) / began.apart);
    }
    const end = () => (began = undefined);
    function turn(event: WheelEvent) {
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoomTo(now.current * 2 ** (-event.deltaY / WHEEL_PX));
    }
    seen.addEventListener("touchmove", spread, { passive: false });
    seen.addEventListener("touchend", end);
    seen.addEventListener("touchcancel", end);
    seen.addEventListener("wheel", turn, { passive: false });
    return () => {
      seen.removeEventListener("touchmove", spread);
      seen.removeEventListener("touchend", end);
      seen.removeEventListener("touchcancel", end);
      seen.removeEventListener("wheel", turn);
    };
  }, [region, zoomTo]);
}
