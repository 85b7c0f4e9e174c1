import { describe, expect, it } from "vitest";
import { ACCEPT, ENDINGS, kindOf, nameAs } from "./fileKinds";

describe("a file's kind", () => {
  it.each([
    ["Zertifikat.PDF", "", "application/pdf"],
    ["IMG_0042.HEIC", "", "image/heic"],
    ["photo.heif", "", "image/heic"],
    ["scan.tif", "image/tiff", "image/tiff"],
    ["picture.webp", "image/webp", "image/webp"],
    // As Chrome on Windows saves a JPEG.
    ["certificate.jfif", "image/jpeg", "image/jpeg"],
    ["certificate", "application/pdf", "application/pdf"],
    ["certificate.final", "image/png", "image/png"],
    // What it is called wins: the server looks at what is in it.
    ["certificate.jpeg", "image/png", "image/jpeg"],
  ])("of %j (%j) is %s", (name, type, contentType) => {
    expect(kindOf({ name, type })).toEqual({ contentType });
  });

  it.each([
    ["Diploma.docx", "word"],
    ["Diploma.DOC", "word"],
    ["Diploma.pages", "pages"],
    ["course.pptx", "slides"],
    ["hours.xlsx", "sheet"],
    ["certificate.html", "web"],
    ["certificate.gif", "picture"],
    ["certificate.bmp", "picture"],
    ["all.zip", "archive"],
    ["Your certificate.eml", "mail"],
    ["lecture.mp4", "film"],
    ["notes.txt", "other"],
    ["certificate", "other"],
    [".pdf.exe", "other"],
  ])("%j is told as one that cannot be handed in: %s", (name, foreign) => {
    expect(kindOf({ name, type: "" })).toEqual({ foreign });
  });

  it("is offered by the file dialog under each of its endings", () => {
    const offered = ACCEPT.split(",");
    for (const [contentType, endings] of Object.entries(ENDINGS)) {
      expect(offered).toContain(contentType);
      for (const ending of endings) expect(offered).toContain(`.${ending}`);
    }
  });
});

it("gives a name the ending that the server asks for", () => {
  expect(nameAs("certificate.jfif", "image/jpeg")).toBe("certificate.jfif.jpg");
  expect(nameAs("certificate", "application/pdf")).toBe("certificate.pdf");
  expect(nameAs("Scan.TIFF", "image/tiff")).toBe("Scan.TIFF");
});
