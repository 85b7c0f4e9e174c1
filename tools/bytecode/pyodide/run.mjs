// Run a program for CPython 3.13 where there is no such Python: node run.mjs PROGRAM FOLDER…
import { readFileSync } from "node:fs";

import { loadPyodide } from "pyodide";

const [program, ...folders] = process.argv.slice(2);
const python = await loadPyodide({ env: { PYTHONHASHSEED: "0" } });
const mounted = folders.map((root, number) => {
  const place = `/package-${number}`;
  python.FS.mkdir(place);
  python.FS.mount(python.FS.filesystems.NODEFS, { root }, place);
  return place;
});
python.runPython(`import sys; sys.argv[1:] = ${JSON.stringify(mounted)}`);
try {
  python.runPython(readFileSync(program, "utf8"));
} catch (error) {
  // A program ends with SystemExit, whose last line says whether it did its work.
  if (!/SystemExit: (False|0)\s*$/.test(String(error))) throw error;
}
