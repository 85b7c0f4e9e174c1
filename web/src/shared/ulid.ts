const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const TIME_LETTERS = 10;
const RANDOM_LETTERS = 16;

/** A new ULID: 48 bits of time, then 80 random ones, in Crockford's base 32. */
export function ulid(now = Date.now()): string {
  let time = "";
  for (let rest = now, letters = 0; letters < TIME_LETTERS; letters += 1) {
    time = ALPHABET.charAt(rest % 32) + time;
    rest = Math.floor(rest / 32);
  }
  const random = crypto.getRandomValues(new Uint8Array(RANDOM_LETTERS));
  return time + Array.from(random, (byte) => ALPHABET.charAt(byte % 32)).join("");
}
