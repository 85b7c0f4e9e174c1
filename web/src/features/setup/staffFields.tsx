import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import { Refused } from "../../errors";
import { words } from "../../shared/problemWords";
import type { Role } from "../../api/types";
import { kindsOf } from "../../shared/kinds";
import { t, textsOf } from "../../text";

/** Whether a program signs in under it: a person's is a UUID. */
export function isSystem(principal: string): boolean {
  return !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(principal);
}

export function why(error: unknown): string {
  return error instanceof Refused && error.status === 412 ? t("setUp.conflict") : words(error);
}

interface FieldProps<Value> {
  value: Value;
  error: string | undefined;
  onChange: (value: Value) => void;
}

export function NameField({ value, error, onChange }: FieldProps<string>) {
  return (
    <FormField label={t("setUp.name")} errorText={error} stretch>
      <Input value={value} onChange={({ detail }) => onChange(detail.value)} />
    </FormField>
  );
}

export function RoleField({ value, error, onChange, fixed = false }: FieldProps<Role> & { fixed?: boolean }) {
  return (
    <FormField
      label={t("setUp.role")}
      description={fixed && t("setUp.roleYourself")}
      errorText={error}
      stretch
    >
      <RadioGroup
        value={value}
        readOnly={fixed}
        onChange={({ detail }) => onChange(detail.value as Role)}
        items={kindsOf(textsOf("setUp.roles")).map((role) => ({
          value: role,
          label: t(`setUp.roles.${role}`),
          description: t(`setUp.roleHelp.${role}`),
        }))}
      />
    </FormField>
  );
}
