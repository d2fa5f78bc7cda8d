/* Of Tabler's 635 KB of styles the console uses its reset, buttons, form controls, tables, cards and badges. This
   PostCSS plugin keeps a rule only when every class in its selector is on the list, drops what then is unused, and
   puts the rest into a cascade layer, so that our own styles win whatever the order of the files. */

import type { ChildNode, Plugin, Root } from 'postcss';

const KEPT = new Set([
  'btn', 'btn-primary', 'btn-sm', 'btn-icon', 'disabled', 'active', 'show',
  'form-control', 'form-select', 'form-label', 'form-check', 'form-check-input', 'form-check-label', 'form-text',
  'table', 'card', 'badge', 'visually-hidden',
]);
const CLASS = /\.(-?[_a-zA-Z][\w-]*)/g;
const VARIABLE = /var\((--[\w-]+)/g;

/** Whether a selector speaks of kept classes only, and of no theme switch that we don't offer. */
export function kept(selector: string): boolean {
  if (selector.includes('[data-bs-theme') && !selector.includes('light')) return false;
  return [...selector.matchAll(CLASS)].every((found) => KEPT.has(found[1] ?? ''));
}

function dropUnusedVariables(root: Root): void {
  for (let changed = true; changed;) {
    changed = false;
    const used = new Set<string>();
    root.walkDecls((d) => { for (const found of d.value.matchAll(VARIABLE)) used.add(found[1] ?? ''); });
    root.walkDecls((d) => {
      if (d.prop.startsWith('--') && !used.has(d.prop)) { d.remove(); changed = true; }
    });
  }
}

function dropEmpty(root: Root): void {
  for (let changed = true; changed;) {
    changed = false;
    root.walkRules((rule) => { if (!rule.nodes?.length) { rule.remove(); changed = true; } });
    root.walkAtRules((rule) => { if (rule.nodes?.length === 0) { rule.remove(); changed = true; } });
  }
}

/** The plugin; it touches Tabler's file alone. */
export function tablerSubset(): Plugin {
  return {
    postcssPlugin: 'tabler-subset',
    Once(root, { AtRule: Layer }) {
      if (!root.source?.input?.file?.includes('@tabler')) return;
      root.walkRules((rule) => {
        const chosen = rule.selectors.filter(kept);
        if (chosen.length) rule.selectors = chosen;
        else rule.remove();
      });
      root.walkAtRules((rule) => { if (rule.name.endsWith('keyframes') || rule.name === 'font-face') rule.remove(); });
      dropUnusedVariables(root);
      dropEmpty(root);
      const nodes: ChildNode[] = [...root.nodes];
      root.removeAll();
      root.append(new Layer({ name: 'layer', params: 'tabler', nodes }));
    },
  };
}
