/* After a killed page: the record that was being written is opened again by itself, draft and photographs included. */
import { go, route, type Route, type Tab } from '../ui/route';
import type { State } from '../ui/state';

const TAB_OF: Record<string, Tab> = { observation: 'note', seat: 'seats', mark: 'roll', item: 'list' };

/** Where a draft is written, from its key; null where nothing can be written any more. Pure. */
export function placeOf(key: string, visits: ReadonlySet<string>, questions: ReadonlySet<string>): Route | null {
  const [kind = '', id = ''] = key.split(':');
  const tab = TAB_OF[kind];
  if (tab) return visits.has(id) ? { page: 'visit', visit: id, tab } : null;
  return kind === 'answer' && questions.has(id) ? { page: 'question', question: id } : null;
}

export async function restorePlace(state: State): Promise<void> {
  if (state.phase.value !== 'open' || route.value.page !== 'today') return;
  const visits = new Set([...state.visits.value.values()].filter((visit) => !visit.finished).map((visit) => visit.id));
  const questions = new Set(state.bundles.value.questions.map(({ body }) => body.question));
  // The one touched last is the one that the killed page was showing.
  for (const { key } of await state.port.drafts()) {
    const place = placeOf(key, visits, questions);
    if (place) { go(place); return; }
  }
}
