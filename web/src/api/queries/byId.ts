import type { CreditType } from "../types";

/** Credit types by their ids. As the `select` of a query, it is made once of what was read. */
export const byId = (types: CreditType[]) => new Map(types.map((type) => [type.id, type]));
