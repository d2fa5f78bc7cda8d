/* The keyboard: j and k walk the rows of a list, Enter opens one, / goes to the search, ? tells all of this.
   A page's own keys are buttons and links with `data-key`, so that they are found by eye as well. */

const TYPING = 'input, textarea, select, [contenteditable]';

/** Listens for the keys of the page. */
export function listenToKeys(page: Document): void {
  page.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target instanceof Element && event.target.matches(TYPING);
    if (typing) {
      if (event.key === 'Escape') (event.target as HTMLElement).blur();
      return;
    }
    if (press(page, event.key)) event.preventDefault();
  });
}

function press(page: Document, key: string): boolean {
  if (key === 'j' || key === 'k') return step(page, key === 'j' ? 1 : -1);
  if (key === '/') return focus(page.querySelector<HTMLElement>('[data-search]'));
  if (key === '?') return help(page);
  const marked = page.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  if (!marked || marked.matches(':disabled')) return false;
  if (marked.matches(TYPING)) return focus(marked);
  marked.click();
  return true;
}

function step(page: Document, by: number): boolean {
  const rows = [...page.querySelectorAll<HTMLElement>('[data-row]')];
  if (!rows.length) return false;
  const at = rows.findIndex((row) => row.contains(page.activeElement));
  const current = at >= 0 ? at : rows.findIndex((row) => row.matches('[aria-current="true"], .is-here'));
  const row = rows[Math.min(rows.length - 1, Math.max(0, current < 0 ? 0 : current + by))];
  return focus(row?.matches('a, button') ? row : row?.querySelector<HTMLElement>('a, button') ?? null);
}

function focus(element: HTMLElement | null): boolean {
  if (!element) return false;
  element.focus();
  element.scrollIntoView({ block: 'nearest' });
  return true;
}

function help(page: Document): boolean {
  const dialog = page.querySelector<HTMLDialogElement>('dialog[data-help]');
  if (!dialog) return false;
  if (dialog.open) dialog.close();
  else dialog.showModal();
  return true;
}
