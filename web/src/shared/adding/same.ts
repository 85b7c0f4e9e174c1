import type { Draft } from "../draft";

type Value = keyof Omit<Draft, "id" | "lines" | "origins">;

const IN_DRAFT: Record<string, Value | undefined> = {
  title: "title",
  issuer: "issuer",
  certificate_number: "certificateNumber",
  verification_link: "verificationLink",
  earned_on: "earnedOn",
  expires_on: "expiresOn",
  upload_id: "file",
};

/** Whether what a field's error is about, by the API's name, is still as it was. */
export function isSame(field: string, before: Draft, after: Draft): boolean {
  const [name = "", at, part] = field.split(".");
  if (name === "claims") {
    const lines = ({ lines }: Draft) => JSON.stringify(at && part ? lines[Number(at)] : lines);
    return lines(before) === lines(after);
  }
  const value = IN_DRAFT[name];
  return !value || before[value] === after[value];
}
