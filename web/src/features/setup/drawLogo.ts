import type { Draw } from "./logo";

/** An SVG without a size of its own is drawn as large as this. */
const UNSIZED = 512;

/** By the browser: whatever it can show, it can draw. */
export const drawLogo: Draw = async (file, side) => {
  const address = URL.createObjectURL(file);
  try {
    const picture = new Image();
    picture.src = address;
    await picture.decode();
    const [width, height] = [picture.naturalWidth || UNSIZED, picture.naturalHeight || UNSIZED];
    const scale = side / Math.max(width, height);
    // A drawing can be drawn larger; pixels cannot.
    const factor = file.type === "image/svg+xml" ? scale : Math.min(1, scale);
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(width * factor));
    canvas.height = Math.max(1, Math.round(height * factor));
    const context = canvas.getContext("2d");
    if (!context) return undefined;
    context.imageSmoothingQuality = "high";
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return (await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"))) ?? undefined;
  } catch (error) {
    // This is how a browser says that it cannot open a picture.
    if (error instanceof DOMException) return undefined;
    throw error;
  } finally {
    URL.revokeObjectURL(address);
  }
};
