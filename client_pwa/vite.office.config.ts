/* Builds the console's scripts and styles: one entry for every page and one for each island (office/islands/*.ts).
   The server finds the hashed names in dist/office/.vite/manifest.json. */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { tablerSubset } from './office/tabler.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const islands = existsSync(here('./office/islands'))
  ? readdirSync(here('./office/islands')).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  : [];

export default defineConfig({
  root: here('.'),
  base: '/office/assets/',
  publicDir: false,
  css: { postcss: { plugins: [tablerSubset()] } },
  build: {
    outDir: here('./dist/office'),
    emptyOutDir: true,
    manifest: true,
    assetsDir: '',
    target: ['es2022', 'chrome109', 'firefox115', 'safari16'],
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rollupOptions: {
      input: [here('./office/main.ts'), ...islands.map((name) => here(`./office/islands/${name}`))],
    },
  },
});
