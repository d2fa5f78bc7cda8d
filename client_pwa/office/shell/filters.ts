/* A filter takes effect when it is changed and stands in the address, so that back, reload and sending a link work. */

/** Submits forms marked `data-filter` as soon as one of their choices changes; a field with `data-clears` empties what
    was shown for its former value. */
export function helpFilters(page: Document): void {
  page.addEventListener('change', (event) => {
    const form = event.target instanceof Element ? event.target.closest<HTMLFormElement>('form[data-filter]') : null;
    form?.requestSubmit();
    const chooser = event.target instanceof HTMLInputElement ? event.target.dataset.clears : undefined;
    if (chooser) page.querySelector(chooser)?.replaceChildren();
  });
  page.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches('[data-filter]')) return;
    for (const field of form.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select')) {
      if (field.value === '') field.disabled = true;
    }
  });
  page.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-print]') : null;
    if (button) page.defaultView?.print();
  });
}
