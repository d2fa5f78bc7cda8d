/* The private part of an observation: only what was filled in, and a name only where a person was chosen. Pure. */
import type { Person } from '../../field/bundles';

export interface ObservationForm { code: string; note: string; room: string; staff: string }

export function observationPrivate(form: ObservationForm, people: readonly Person[]): Record<string, unknown> {
  const person = people.find((p) => p.staff === form.staff);
  return {
    ...(form.note.trim() ? { note: form.note.trim() } : {}),
    ...(form.room.trim() ? { room: form.room.trim() } : {}),
    ...(person ? { staff: person.staff, name: person.name } : {}),
  };
}
