import { createContext, useContext, useEffect } from "react";

export interface Crumb {
  text: string;
  href: string;
}

/** Given by the frame around the pages, which shows them. */
export const Crumbs = createContext<(crumbs: Crumb[]) => void>(() => undefined);

/** Say where the user is; a page on the first level has no breadcrumbs. */
export function useCrumbs(crumbs: Crumb[]): void {
  const set = useContext(Crumbs);
  const key = JSON.stringify(crumbs);
  useEffect(() => {
    set(JSON.parse(key) as Crumb[]);
    return () => set([]);
  }, [set, key]);
}
