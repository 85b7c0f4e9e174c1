import type { ChangeFilters } from "../../api/keys";
import type { SetUpChange } from "../../api/types";

/** What an address says of which changes are shown. The API says so where it does not know one. */
export function changeFiltersOf(search: string): ChangeFilters {
  const address = new URLSearchParams(search);
  const [area, actor] = [address.get("area"), address.get("actor")];
  return { ...(area && { area: area as SetUpChange["area"] }), ...(actor && { actor }) };
}
