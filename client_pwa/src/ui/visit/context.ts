/* What the parts of one visit share: the visit, its assignment, the bundles that the assignment names. */
import { computed, inject, type ComputedRef, type InjectionKey } from 'vue';
import type { Assignment, Checklist, Codebook, Person } from '../../field/bundles';
import type { Visit } from '../../field/visit';
import { useState, type State } from '../state';

export interface VisitContext {
  id: string; visit: ComputedRef<Visit | null>; assignment: ComputedRef<Assignment | null>; over: ComputedRef<boolean>;
  people: ComputedRef<Person[]>; checklists: ComputedRef<Checklist[]>; codebook: ComputedRef<Codebook | null>;
  rooms: ComputedRef<string[]>; minutes: ComputedRef<number>; state: State;
}

export const VISIT: InjectionKey<VisitContext> = Symbol('visit');

export function createVisit(id: string): VisitContext {
  const state = useState();
  const bundles = state.bundles;
  const visit = computed(() => state.visits.value.get(id) ?? null);
  const assignment = computed(() => bundles.value.assignments.find((b) => b.body.visit === id)?.body ?? null);
  // 名单人数 counts neither who was seconded away nor who left.
  const people = computed(() => (bundles.value.rosters.find((b) => b.sha256 === assignment.value?.roster)?.body.people ?? []).filter((p) => p.status === 'active'));
  const named = new Intl.Collator('zh-Hans-CN', { numeric: true });
  return {
    id, state, visit, assignment, people,
    over: computed(() => visit.value?.finished != null),
    checklists: computed(() => (assignment.value?.checklists ?? []).flatMap((sha) => bundles.value.checklists.filter((b) => b.sha256 === sha).map((b) => b.body))),
    codebook: computed(() => bundles.value.codebooks.find((b) => b.sha256 === assignment.value?.codebook)?.body ?? null),
    rooms: computed(() => [...new Set([...people.value.map((p) => p.room), ...(visit.value?.seats.map((s) => s.room) ?? [])].filter(Boolean))].sort(named.compare)),
    minutes: computed(() => assignment.value?.second_look_minutes ?? 0),
  };
}

export function useVisit(): VisitContext {
  const context = inject(VISIT);
  if (!context) throw new Error('no visit provided');
  return context;
}
