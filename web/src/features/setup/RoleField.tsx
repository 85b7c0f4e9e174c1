import "../../text/setup";
import type { Role } from "../../api/types";
import type { Bound } from "../../form/FormField";
import { kindsOf } from "../../shared/kinds";
import { t, textsOf } from "../../text";
import { RadioGroup } from "../../ui/RadioGroup";

const ROLES = kindsOf(textsOf("setUp.roles"));

/** What somebody on the staff may do. */
export function RoleField({ fixed = false, ...field }: Bound<Role> & { fixed?: boolean }) {
  return (
    <RadioGroup
      {...field}
      label={t("setUp.role")}
      hint={fixed && t("setUp.roleYourself")}
      options={ROLES.map((role) => ({
        value: role,
        label: t(`setUp.roles.${role}`),
        hint: t(`setUp.roleHelp.${role}`),
        disabled: fixed,
      }))}
    />
  );
}
