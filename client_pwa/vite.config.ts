/* Builds the app of /field/. The service worker's and the manifest's wording live in pwa.config.ts; this file only
   says where things come from and where they go. */
import vue from '@vitejs/plugin-vue';
import { VantResolver } from '@vant/auto-import-resolver';
import Components from 'unplugin-vue-components/vite';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { pwa } from './pwa.config.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  base: '/field/',
  plugins: [
    vue(),
    Components({ dts: false, dirs: [], resolvers: [VantResolver()] }),
    VitePWA(pwa),
  ],
  define: { __VUE_PROD_DEVTOOLS__: false, __VUE_OPTIONS_API__: true, __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false },
  server: { fs: { allow: [here('..')] } },
  build: {
    outDir: here('./dist/field'),
    emptyOutDir: true,
    // Old cheap phones and the engines inside chat programs are years behind.
    target: ['es2020', 'chrome87', 'safari14.1', 'firefox91'],
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
