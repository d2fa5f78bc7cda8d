/* The installable face of the app: a neutral name and icon, everything precached, no surprise reload. The worker's
   first install takes over at once (clientsClaim); a later version waits until the person agrees (src/shell/worker.ts). */
import type { VitePWAOptions } from 'vite-plugin-pwa';

export const pwa: Partial<VitePWAOptions> = {
  registerType: 'prompt',
  injectRegister: false,
  includeManifestIcons: false,
  manifest: {
    name: '工作记录',
    short_name: '工作记录',
    lang: 'zh-CN',
    id: '/field/',
    start_url: '/field/',
    scope: '/field/',
    display: 'standalone',
    orientation: 'portrait',
    background_color: '#f7f7f5',
    theme_color: '#f7f7f5',
    icons: [
      { src: '/field/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
      { src: '/field/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
      { src: '/field/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  },
  workbox: {
    globPatterns: ['**/*.{js,css,html,svg,png,webmanifest,woff2}'],
    navigateFallback: '/field/index.html',
    navigateFallbackAllowlist: [/^\/field\//],
    clientsClaim: true,
    skipWaiting: false,
    cleanupOutdatedCaches: true,
  },
};
