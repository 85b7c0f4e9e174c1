import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import { useState } from "react";
import { Refused, words } from "../../api/errors";
import type { Role } from "../../api/types";
import { kindsOf } from "../../shared/kinds";
import { text } from "../../text";

const t = text.setUp;

/** Whether a program signs in under it: a person's is a UUID. */
export function isSystem(principal: string): boolean {
  return !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(principal);
}

export function why(error: unknown): string {
  return error instanceof Refused && error.status === 412 ? t.conflict : words(error);
}

interface Sending {
  failure: unknown;
  errors: Record<string, string>;
  busy: boolean;
  run: (send: () => Promise<void>) => void;
}

/** Send what a dialog is about; where somebody else was faster, the list is read anew. */
export function useSending(reload: () => void): Sending {
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const run = (send: () => Promise<void>) => {
    setBusy(true);
    setFailure(undefined);
    void send()
      .catch((error: unknown) => {
        if (error instanceof Refused && error.status === 412) reload();
        setFailure(error);
      })
      .finally(() => setBusy(false));
  };
  return { failure, errors: failure instanceof Refused ? failure.fields : {}, busy, run };
}

interface FieldProps<Value> {
  value: Value;
  error: string | undefined;
  onChange: (value: Value) => void;
}

export function NameField({ value, error, onChange }: FieldProps<string>) {
  return (
    <FormField label={t.name} errorText={error} stretch>
      <Input value={value} onChange={({ detail }) => onChange(detail.value)} />
    </FormField>
  );
}

export function RoleField({ value, error, onChange, fixed = false }: FieldProps<Role> & { fixed?: boolean }) {
  return (
    <FormField label={t.role} description={fixed && t.roleYourself} errorText={error} stretch>
      <RadioGroup
        value={value}
        readOnly={fixed}
        onChange={({ detail }) => onChange(detail.value as Role)}
        items={kindsOf(t.roles).map((role) => ({
          value: role,
          label: t.roles[role],
          description: t.roleHelp[role],
        }))}
      />
    </FormField>
  );
}
