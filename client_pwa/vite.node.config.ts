/* Builds the phone that runs under Node: the app's own log, store and sync modules, driven by lines of JSON.
   Everything is bundled into one file, so that a wheel can carry it without node_modules. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  publicDir: false,
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: here('./src/node/main.ts'),
    outDir: here('./dist/node'),
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    reportCompressedSize: false,
    rollupOptions: { output: { entryFileNames: 'phone.mjs', codeSplitting: false } },
  },
});
