/* Where the person is, kept in the address's fragment: the back gesture works, and a reload comes back to the same
   place. Six screens need no router library. */
import { ref } from 'vue';

export type Tab = 'seats' | 'roll' | 'list' | 'note' | 'end';
export const TABS: readonly Tab[] = ['seats', 'roll', 'list', 'note', 'end'];
export type Route =
  | { page: 'today' } | { page: 'where' } | { page: 'about' }
  | { page: 'visit'; visit: string; tab: Tab } | { page: 'question'; question: string };

export function parse(hash: string): Route {
  const [page, id, tab] = hash.replace(/^#\/?/, '').split('/');
  if (page === 'where' || page === 'about') return { page };
  if (page === 'question' && id) return { page, question: id };
  if (page === 'visit' && id) return { page, visit: id, tab: TABS.find((known) => known === tab) ?? 'seats' };
  return { page: 'today' };
}

export function address(to: Route): string {
  if (to.page === 'visit') return `#/visit/${to.visit}/${to.tab}`;
  if (to.page === 'question') return `#/question/${to.question}`;
  return to.page === 'today' ? '#/' : `#/${to.page}`;
}

export const route = ref<Route>(parse(globalThis.location?.hash ?? ''));

export function watchRoute(): void {
  addEventListener('hashchange', () => { route.value = parse(location.hash); });
}

/** Moving between the tabs of one visit replaces, so that back leaves the visit instead of walking through tabs. */
export function go(to: Route): void {
  const same = route.value.page === 'visit' && to.page === 'visit' && route.value.visit === to.visit;
  if (same) { history.replaceState(null, '', address(to)); route.value = to; } else location.hash = address(to);
}
