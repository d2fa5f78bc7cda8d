/* After a killed page: the record that was being written is opened again by itself, draft and photographs included. */
import { draftKey } from '../ui/draft';
import { go, route, type Tab } from '../ui/route';
import type { State } from '../ui/state';

export async function restorePlace(state: State): Promise<void> {
  if (state.phase.value !== 'open' || route.value.page !== 'today') return;
  const open = [...state.visits.value.values()].filter((visit) => !visit.finished).reverse();
  const places: [string, Tab][] = open.flatMap((v): [string, Tab][] => [[draftKey.observation(v.id), 'note'], [draftKey.seat(v.id), 'seats']]);
  for (const [key, tab] of places) {
    const visit = key.slice(key.indexOf(':') + 1);
    if (await state.port.draft(key)) { go({ page: 'visit', visit, tab }); return; }
  }
  for (const { body } of state.bundles.value.questions) {
    if (await state.port.draft(draftKey.answer(body.question))) { go({ page: 'question', question: body.question }); return; }
  }
}
