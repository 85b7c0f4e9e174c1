/** The line on which files are put, in the place of `XMLHttpRequest`. */

import { vi } from "vitest";

export interface Line {
  /** How many files are on it. */
  readonly open: number;
  /** Keep files on it from now on. */
  hold: () => void;
  /** Let all through, and whatever comes. */
  let: () => void;
  /** Break off the next file. */
  breakOff: () => void;
}

/** Files arrive at once, until it is said otherwise. */
export function putting(): Line {
  const open = new Set<Request>();
  let isHeld = false;
  let isBroken = false;

  class Request {
    status = 200;
    upload: Record<string, unknown> = {};
    onload?: () => void;
    onerror?: () => void;
    onabort?: () => void;
    onloadend?: () => void;
    open() {
      /* Where to is the server's business. */
    }
    setRequestHeader() {
      /* So is what is sent along. */
    }
    send() {
      open.add(this);
      if (isBroken) {
        isBroken = false;
        this.end("onerror");
      } else if (!isHeld) this.end("onload");
    }
    abort() {
      this.end("onabort");
    }
    end(how: "onload" | "onerror" | "onabort") {
      if (!open.delete(this)) return;
      this[how]?.();
      this.onloadend?.();
    }
  }
  vi.stubGlobal("XMLHttpRequest", Request);

  return {
    get open() {
      return open.size;
    },
    hold: () => (isHeld = true),
    let: () => {
      isHeld = false;
      [...open].forEach((request) => request.end("onload"));
    },
    breakOff: () => (isBroken = true),
  };
}
