/**
 * The client's side of the Secure Remote Password protocol (SRP-6a, RFC 5054), as Amazon Cognito
 * speaks it: who signs in proves to know the password, and the password stays in the browser.
 */

// The 3072-bit prime of RFC 5054, appendix A; Cognito takes 2 for its generator.
const N = BigInt(
  "0x" +
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD" +
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED" +
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F" +
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B" +
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510" +
    "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7" +
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C" +
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
);
const G = 2n;
/** RFC 5054, section 3.1: at least 256 bits. */
const SECRET_BYTES = 32;
const KEY_BYTES = 16;
const KEY_INFO = "Caldera Derived Key";

/** What Cognito answers to the client's public value. */
export interface Verifier {
  userPoolId: string;
  /** `USER_ID_FOR_SRP`: how the pool itself names the user. */
  userId: string;
  /** `SRP_B` and `SALT`, hexadecimal. */
  serverValue: string;
  salt: string;
  /** Base64. */
  secretBlock: string;
}

/** A new secret value of the client, for one sign-in. */
export function newSecret(): bigint {
  return number(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
}

/** The client's public value, hexadecimal: `SRP_A`. */
export function publicValue(secret: bigint): string {
  return power(G, secret).toString(16);
}

/** Prove to know the password: the `PASSWORD_CLAIM_SIGNATURE`, base64. */
export async function prove(
  password: string,
  secret: bigint,
  { userPoolId, userId, serverValue, salt, secretBlock }: Verifier,
  timestamp: string,
): Promise<string> {
  const A = power(G, secret);
  const B = BigInt(`0x${serverValue}`);
  const u = await hashed(bytes(A), bytes(B));
  // RFC 5054, section 2.6: values with which a server needs no password.
  if (B % N === 0n || u === 0n) throw new Error("the server's value is not safe");
  const poolName = userPoolId.slice(userPoolId.indexOf("_") + 1);
  const identity = await digest(utf8(`${poolName}${userId}:${password}`));
  const x = await hashed(bytes(BigInt(`0x${salt}`)), identity);
  const k = await hashed(bytes(N), bytes(G));
  const shared = power(modulo(B - k * power(G, x)), secret + u * x);
  const key = await derived(bytes(shared), bytes(u));
  const block = Uint8Array.from(atob(secretBlock), (character) => character.charCodeAt(0));
  const claim = joined(utf8(poolName + userId), block, utf8(timestamp));
  const usable = await crypto.subtle.importKey("raw", key, HMAC, false, ["sign"]);
  return btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.sign("HMAC", usable, claim))));
}

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** An instant the one way that Cognito signs it: `Wed Nov 25 21:05:09 UTC 2026`, the day unpadded. */
export function timestampOf(instant: Date): string {
  const time = instant.toISOString().slice(11, 19);
  const month = MONTHS[instant.getUTCMonth()];
  return `${DAYS[instant.getUTCDay()]} ${month} ${instant.getUTCDate()} ${time} UTC ${instant.getUTCFullYear()}`;
}

// Numbers and bytes

type Bytes = Uint8Array<ArrayBuffer>;

const HMAC = { name: "HMAC", hash: "SHA-256" };

const utf8 = (text: string): Bytes => new TextEncoder().encode(text);
const digest = async (data: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", data));
const hashed = async (...parts: Bytes[]): Promise<bigint> => number(await digest(joined(...parts)));

/** HKDF (RFC 5869) of one block. */
async function derived(material: Bytes, salt: Bytes): Promise<Bytes> {
  const base = await crypto.subtle.importKey("raw", material, "HKDF", false, ["deriveBits"]);
  const settings = { name: "HKDF", hash: "SHA-256", salt, info: utf8(KEY_INFO) };
  return new Uint8Array(await crypto.subtle.deriveBits(settings, base, KEY_BYTES * 8));
}

function joined(...parts: Bytes[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let start = 0;
  for (const part of parts) {
    all.set(part, start);
    start += part.length;
  }
  return all;
}

function number(value: Bytes): bigint {
  return value.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

/** Big-endian, with a zero in front where the first bit is set: a number that is not negative. */
function bytes(value: bigint): Bytes {
  let hex = value.toString(16);
  if (hex.length % 2) hex = `0${hex}`;
  else if (/^[89a-f]/.test(hex)) hex = `00${hex}`;
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

const modulo = (value: bigint): bigint => ((value % N) + N) % N;

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % N;
    if (bit === "1") result = (result * base) % N;
  }
  return result;
}
