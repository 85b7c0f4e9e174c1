/** Which key was pressed, whatever the keyboard and its locks. */

/** A digit of the number pad is a digit, whether its Num Lock is on or not; capitals are letters. */
export function pressed({ key, code }: Pick<KeyboardEvent, "key" | "code">): string {
  const [, digit] = /^Numpad(\d)$/.exec(code) ?? [];
  if (digit !== undefined) return digit;
  return key.length === 1 ? key.toLowerCase() : key;
}
