/* What was just done is said once: after the page has shown it, the address no longer carries it. */

/** Takes `done` out of the address without loading anything. */
export function forgetNotice(view: Window): void {
  const address = new URL(view.location.href);
  if (!address.searchParams.has('done')) return;
  address.searchParams.delete('done');
  view.history.replaceState(view.history.state, '', address);
}
