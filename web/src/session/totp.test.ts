import { describe, expect, it } from "vitest";
import { codeOf, grouped, setUpAddress } from "./totp";

describe("a code", () => {
  it.each([
    ["123456", "123456"],
    ["123 456", "123456"],
    [" 123\u00a0456 ", "123456"],
    ["123-456", "123456"],
    ["\uff11\uff12\uff13456", "123456"],
    ["000000", "000000"],
    ["12345", undefined],
    ["1234567", undefined],
    ["12345a", undefined],
    ["", undefined],
  ])("typed as %j is %j", (typed, code) => expect(codeOf(typed)).toBe(code));
});

describe("a secret", () => {
  it("is shown in groups", () => {
    expect(grouped("JBSWY3DPEHPK3PXP")).toBe("JBSW Y3DP EHPK 3PXP");
    expect(grouped("JBSWY3DPEH")).toBe("JBSW Y3DP EH");
  });

  it("is told to an app with whose it is", () => {
    const address = setUpAddress("JBSWY3DPEHPK3PXP", "Certfolio", "jörg+x@demo.example");
    expect(address).toBe(
      "otpauth://totp/Certfolio:j%C3%B6rg%2Bx%40demo.example?secret=JBSWY3DPEHPK3PXP&issuer=Certfolio",
    );
  });
});
