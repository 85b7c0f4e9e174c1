import "../../text/rules";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { words } from "../../api/problemWords";
import { installPack } from "../../api/queries/staff/programmes";
import type { ProgrammePack } from "../../api/types";
import { useAcademy } from "../../shared/staff/academy";
import { t } from "../../text";
import { toast } from "../../ui/toast";
import { LIST } from "./state";

/** Makes a shipped programme one of the academy's, with its credit types; to begin with as a draft. */
export function useInstall(pack: ProgrammePack) {
  const { id: academy } = useAcademy();
  const navigate = useNavigate();
  const { mutate, isPending, error } = useMutation(installPack(academy));
  return {
    busy: isPending,
    why: error ? words(error) : undefined,
    install: () =>
      mutate(
        { pack: pack.id, state: "draft" },
        {
          onSuccess: ({ id, programme }) => {
            toast.success(t("programmes.installedDone", { name: programme.name }));
            void navigate(`${LIST}/${id}`);
          },
        },
      ),
  };
}
