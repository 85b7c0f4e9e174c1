import { useSuspenseQuery } from "@tanstack/react-query";
import { byId } from "../../api/queries/byId";
import { settingsOptions, staffOptions, typesOptions } from "../../api/queries/staff/academy";
import type { CreditType, Settings, StaffMember } from "../../api/types";
import { useUser } from "../../session/useSession";

export interface AcademyState {
  id: string;
  settings: Settings;
  types: Map<string, CreditType>;
  /** Only administrators may read it. */
  staff: StaffMember[] | undefined;
  administrator: boolean;
}

/** What every page of the console needs to know of the academy. */
export function useAcademy(): AcademyState {
  const { id: me, academyId: id } = useUser();
  const { data: settings } = useSuspenseQuery(settingsOptions(id));
  const { data: types } = useSuspenseQuery({ ...typesOptions(id), select: byId });
  const { data: staff } = useSuspenseQuery(staffOptions(id));
  const administrator = staff.some(({ principal, role }) => principal === me && role === "administrator");
  return { id, settings, types, staff: administrator ? staff : undefined, administrator };
}
