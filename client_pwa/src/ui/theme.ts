/* Light, dark and outdoor from the same tokens; `auto` follows the system. */
import { ref } from 'vue';

export const THEMES = ['auto', 'light', 'dark', 'outdoor'] as const;
export type Theme = (typeof THEMES)[number];

const STORED = 'theme';
const stored = globalThis.localStorage?.getItem(STORED);
export const theme = ref<Theme>(THEMES.find((known) => known === stored) ?? 'auto');

const dark = (): MediaQueryList => matchMedia('(prefers-color-scheme: dark)');

export function applyTheme(): void {
  const shown = theme.value === 'auto' ? (dark().matches ? 'dark' : 'light') : theme.value;
  document.documentElement.dataset.theme = shown;
  const bar = getComputedStyle(document.documentElement).getPropertyValue('--paper').trim();
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', bar);
}

export function setTheme(next: Theme): void {
  theme.value = next;
  localStorage.setItem(STORED, next);
  applyTheme();
}

export function watchTheme(): void {
  applyTheme();
  dark().addEventListener('change', applyTheme);
}
