/* What a visit holds and what it still lacks, shown before it is finished. Pure. Nothing here forbids finishing: the
   inspector knows why something is missing, the page only makes sure that it was not forgotten. */
import type { Checklist, Person } from './bundles';
import { rollCall } from './rollcall';
import { secondLooks, type Clocks, type Due } from './second_look';
import { answerKey, type Visit } from './visit';

export interface Summary {
  seats: number; total: number; checked: number; unchecked: number; observations: number; photographs: number;
  unanswered: number; items: number; waiting: Due[]; identityMissing: boolean;
}

export function summarise(visit: Visit, people: readonly Person[], lists: readonly Checklist[], minutes: number, clocks: Clocks): Summary {
  const call = rollCall(people, visit);
  const items = lists.flatMap((list) => list.items.map((item) => answerKey(list.id, item.id)));
  return {
    seats: visit.seats.length, total: call.total, checked: call.checked, unchecked: call.total - call.checked,
    observations: visit.observations.length, photographs: visit.photographs,
    items: items.length, unanswered: items.filter((key) => !visit.answers.has(key)).length,
    waiting: secondLooks(visit, minutes, clocks), identityMissing: visit.identity === null,
  };
}
