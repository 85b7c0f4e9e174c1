import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { byId } from "../../api/queries/byId";
import { meOptions, settingsOptions, staffOptions, typesOptions } from "../../api/queries/staff/academy";
import type { ConsoleSettings, CreditType, Settings, StaffMember } from "../../api/types";
import { useUser } from "../../session/useSession";

export interface AcademyState {
  id: string;
  settings: ConsoleSettings;
  types: Map<string, CreditType>;
  administrator: boolean;
}

/** What every page of the console needs to know of the academy. */
export function useAcademy(): AcademyState {
  const { academyId: id } = useUser();
  const { data: me } = useSuspenseQuery(meOptions(id));
  const { data: types } = useSuspenseQuery({ ...typesOptions(id), select: byId });
  return { id, settings: me.set_up.settings, types, administrator: me.role === "administrator" };
}

/** Who is on the staff; undefined until it is known. Only administrators may read it. */
export function useStaff(): StaffMember[] | undefined {
  const { id, administrator } = useAcademy();
  return useQuery({ ...staffOptions(id), enabled: administrator }).data;
}

/** All of the academy's settings, for the pages that change them. */
export function useSettings(): Settings {
  return useSuspenseQuery(settingsOptions(useUser().academyId)).data;
}
