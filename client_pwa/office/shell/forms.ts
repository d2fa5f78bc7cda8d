/* Changing forms are sent by script, so that a refusal stands beside the form and nothing typed is lost. Without
   script they are ordinary forms and the refusal is a page. A form with `data-plain` (a download) is left alone. */

interface Refusal { message: Record<string, string> }

const FORM = 'form[method="post"]:not([data-plain])';

/** Sends every changing form of the page by fetch. */
export function sendForms(page: Document): void {
  page.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches(FORM) || event.defaultPrevented) return;
    event.preventDefault();
    void send(form, event.submitter);
  });
}

async function send(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  if (form.getAttribute('aria-busy') === 'true') return;
  const body = new FormData(form, submitter);
  form.setAttribute('aria-busy', 'true');
  try {
    const target = submitter instanceof HTMLButtonElement && submitter.hasAttribute('formaction') ? submitter.formAction : form.getAttribute('action') ?? location.href;
    const answer = await fetch(target, { method: 'POST', body, headers: { 'X-Office-Form': '1' }, credentials: 'same-origin' });
    await take(form, answer);
  } catch {
    tell(form, form.ownerDocument.body.dataset.offline ?? '');
  } finally {
    form.removeAttribute('aria-busy');
  }
}

async function take(form: HTMLFormElement, answer: Response): Promise<void> {
  const kind = answer.headers.get('Content-Type') ?? '';
  if (kind.includes('application/json')) {
    const told = (await answer.json()) as Partial<Refusal> & { location?: string };
    if (told.location) go(told.location);
    else tell(form, told.message?.[form.ownerDocument.documentElement.lang.slice(0, 2)] ?? String(answer.status));
    return;
  }
  const html = await answer.text();
  const place = form.dataset.into ? form.ownerDocument.querySelector(form.dataset.into) : null;
  if (place && answer.ok) {
    clear(form);
    place.innerHTML = html;
    if (form.hasAttribute('data-once')) form.reset();
    place.scrollIntoView({ block: 'nearest' });
  } else {
    tell(form, form.ownerDocument.body.dataset.offline ?? '');
  }
}

function go(target: string): void {
  const next = new URL(target, location.href);
  const here = next.pathname === location.pathname && next.search === location.search;
  location.assign(next);
  if (here) location.reload();
}

function clear(form: HTMLFormElement): void {
  form.querySelector('[data-form-notice]')?.remove();
}

function tell(form: HTMLFormElement, sentence: string): void {
  clear(form);
  const notice = form.ownerDocument.createElement('p');
  notice.className = 'notice notice-fault';
  notice.dataset.formNotice = '';
  notice.setAttribute('role', 'alert');
  notice.textContent = sentence;
  form.append(notice);
  notice.scrollIntoView({ block: 'nearest' });
}
