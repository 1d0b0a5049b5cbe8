// node scripts/precompress.mjs FOLDER: compresses what is served, as strongly as it goes, beside itself (.br, .gz): once here
// instead of at every request. (cargo-leptos does the same, in a build of its own that is twenty times slower.)
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const PLAIN = new Set([".css", ".js", ".json", ".svg", ".txt", ".wasm"]);

for (const entry of readdirSync(process.argv[2], { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !PLAIN.has(extname(entry.name))) continue;
  const path = join(entry.parentPath ?? entry.path, entry.name);
  const file = readFileSync(path);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: file.length,
  };
  writeFileSync(`${path}.br`, brotliCompressSync(file, { params }));
  writeFileSync(`${path}.gz`, gzipSync(file, { level: 9 }));
}
