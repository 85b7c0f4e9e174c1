import { describe, expect, it } from "vitest";
import { newSecret, prove, publicValue, timestampOf } from "./srp";
// Made by another implementation, which a Python test holds them against.
import vectors from "./srp.vectors.json";

describe("signing in with a proof of the password", () => {
  it.each(vectors)("agrees with another implementation: $userId, salt $salt", async (vector) => {
    const secret = BigInt(`0x${vector.secret}`);
    expect(publicValue(secret)).toBe(vector.publicValue);
    expect(timestampOf(new Date(vector.at))).toBe(vector.timestamp);
    expect(await prove(vector.password, secret, vector, vector.timestamp)).toBe(vector.signature);
  });

  it("gives another proof for another password", async () => {
    const vector = vectors[0]!;
    const secret = BigInt(`0x${vector.secret}`);
    expect(await prove(`${vector.password} `, secret, vector, vector.timestamp)).not.toBe(vector.signature);
  });

  it("takes another secret each time", () => {
    expect(newSecret()).not.toBe(newSecret());
    expect(newSecret() < 1n << 256n).toBe(true);
  });

  it("does not talk to a server that needs no password", async () => {
    const vector = vectors[0]!;
    await expect(prove("password", 1n, { ...vector, serverValue: "0" }, "")).rejects.toThrow("not safe");
  });
});
