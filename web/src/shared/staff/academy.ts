import { createContext, useContext } from "react";
import type { CreditType, Settings, StaffMember } from "../../api/types";

export interface AcademyState {
  id: string;
  settings: Settings;
  types: Map<string, CreditType>;
  /** Only administrators may read it. */
  staff: StaffMember[] | undefined;
  administrator: boolean;
  reload: () => void;
  /** Take over what a save has answered. */
  saved: (settings: Settings) => void;
}

export const Academy = createContext<AcademyState | undefined>(undefined);

export function useAcademy(): AcademyState {
  const academy = useContext(Academy);
  if (!academy) throw new Error("used outside of the console");
  return academy;
}
