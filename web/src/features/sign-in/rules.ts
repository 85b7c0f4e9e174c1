/** What the user pool asks of a password (PasswordPolicy in template.yaml). */
export const RULES = [
  { name: "length", isMet: (password) => Array.from(password).length >= 12 },
  { name: "lower", isMet: (password) => /[a-z]/.test(password) },
  { name: "upper", isMet: (password) => /[A-Z]/.test(password) },
  { name: "number", isMet: (password) => /[0-9]/.test(password) },
] as const satisfies readonly { name: string; isMet: (password: string) => boolean }[];

export const meetsAll = (password: string): boolean => RULES.every(({ isMet }) => isMet(password));
