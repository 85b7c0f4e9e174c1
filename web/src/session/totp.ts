/** What authenticator apps and people need to be told (RFC 6238). */

const DIGITS = 6;
const GROUP = 4;

/** The code that was typed, however it was: with spaces, or in another script's digits. */
export function codeOf(typed: string): string | undefined {
  const code = typed.normalize("NFKC").replace(/[\s-]/g, "");
  return new RegExp(`^[0-9]{${DIGITS}}$`).test(code) ? code : undefined;
}

/** A secret as people copy it: in groups. */
export function grouped(secret: string): string {
  return secret.match(new RegExp(`.{1,${GROUP}}`, "g"))?.join(" ") ?? "";
}

/** The address that a QR code holds for an authenticator app. */
export function setUpAddress(secret: string, issuer: string, account: string): string {
  const label = [issuer, account].map(encodeURIComponent).join(":");
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`;
}
