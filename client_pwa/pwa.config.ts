/* The installable face of the app: one neutral name and icon, everything precached, no surprise reload. */
import type { VitePWAOptions } from 'vite-plugin-pwa';

export const pwa: Partial<VitePWAOptions> = {
  registerType: 'prompt',
  injectRegister: false,
  manifest: {
    name: '明察',
    short_name: '明察',
    lang: 'zh-CN',
    start_url: '/field/',
    scope: '/field/',
    display: 'standalone',
    orientation: 'portrait',
    background_color: '#ffffff',
    theme_color: '#ffffff',
    icons: [],
  },
  workbox: {
    globPatterns: ['**/*.{js,css,html,svg,png,webmanifest,woff2}'],
    navigateFallback: '/field/index.html',
    cleanupOutdatedCaches: true,
  },
};
