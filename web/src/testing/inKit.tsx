import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactElement } from "react";
import { MemoryRouter } from "react-router";
import { Kit } from "../ui/Kit";

/** Renders as the app does: in a language, inside a router; with somebody who uses it. */
export function inKit(element: ReactElement, { locale = "en", path = "/" } = {}) {
  const around = (inner: ReactElement) => (
    <MemoryRouter initialEntries={[path]}>
      <Kit locale={locale}>{inner}</Kit>
    </MemoryRouter>
  );
  const user = userEvent.setup();
  const { rerender, ...rendered } = render(around(element));
  return { ...rendered, user, rerender: (next: ReactElement) => rerender(around(next)) };
}
