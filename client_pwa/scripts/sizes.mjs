/* Prints what a phone and a console really download: gzip and brotli sizes of each built file, first load apart. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const dist = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist');
const TEXT = new Set(['.js', '.mjs', '.css', '.html', '.svg', '.json', '.webmanifest']);
const kb = (n) => `${(n / 1024).toFixed(1).padStart(8)} KB`;

function* files(folder) {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else yield path;
  }
}

/** What index.html names itself: the code and styles that stand between a tap and the first screen. */
function initial(folder) {
  const html = join(folder, 'index.html');
  if (!existsSync(html)) return null;
  return new Set([...readFileSync(html, 'utf8').matchAll(/(?:src|href)="[^"]*?(assets\/[^"]+\.(?:js|css))"/g)].map((m) => m[1]));
}

function report(name) {
  const folder = join(dist, name);
  if (!existsSync(folder)) return;
  const first = initial(folder);
  const sum = { gz: 0, br: 0, first: 0 };
  console.log(`\n${name}`);
  for (const path of files(folder)) {
    if (!TEXT.has(extname(path))) continue;
    const bytes = readFileSync(path);
    const gz = gzipSync(bytes, { level: 9 }).length;
    const br = brotliCompressSync(bytes).length;
    const where = relative(folder, path).replaceAll('\\', '/');
    const isFirst = first?.has(where) ?? false;
    sum.gz += gz;
    sum.br += br;
    if (isFirst) sum.first += gz;
    console.log(`  ${kb(bytes.length)} ${kb(gz)} gz ${kb(br)} br  ${isFirst ? '*' : ' '} ${where}`);
  }
  console.log(`  all: ${kb(sum.gz).trim()} gz, ${kb(sum.br).trim()} br${first ? `; first load (*): ${kb(sum.first).trim()} gz` : ''}`);
}

for (const name of ['field', 'office', 'node']) report(name);
