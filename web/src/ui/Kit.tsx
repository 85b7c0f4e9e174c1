import type { ReactNode } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { RouterProvider } from "react-aria-components";
import { useHref, useNavigate } from "react-router";

interface Props {
  /** The language of the portal, such as `de`: of React Aria's words, days and numbers. */
  locale: string;
  children: ReactNode;
}

/** Around everything, inside the router: the language, and links that stay in the page. */
export function Kit({ locale, children }: Props) {
  const navigate = useNavigate();
  return (
    <I18nProvider locale={locale}>
      <RouterProvider navigate={(to) => void navigate(to)} useHref={useHref}>
        {children}
      </RouterProvider>
    </I18nProvider>
  );
}
