/* One line for each entry of the timeline, from its own data: what an inspector would say happened. */
import type { Checklist, Codebook } from '../../field/bundles';
import type { OpenEntry } from '../../store/port';
import { isKey, pick, t, type Key } from '../words';
import { codeName } from './codes';

const known = (key: string): Key | null => (isKey(key) ? key : null);
const phrase = (prefix: string, value: unknown): string => {
  const key = known(`${prefix}.${String(value)}`);
  return key ? t(key) : String(value ?? '');
};
const join = (...parts: unknown[]): string => parts.filter((p) => p !== undefined && p !== null && p !== '').map(String).join(' · ');

export const title = (type: string): Key => known(`type.${type}`) ?? 'end.timeline';

export function describe(e: OpenEntry, book: Codebook | null, lists: readonly Checklist[]): string {
  const { data, private: p } = e;
  switch (e.type) {
    case 'visit.started': return phrase('position', data.position);
    case 'seat.seen': return join(p.room, p.plate, phrase('seat', data.state), p.note);
    case 'identity.shown': return join(t('identity.people', { n: Number(data.inspectors) }), data.credentials ? t('identity.credentials') : '');
    case 'person.marked':
      return join(p.name, p.room, phrase('mark', data.state), p.claimed_by ? t('mark.claimed_by', { who: String(p.claimed_by) }) : '', p.board, p.note);
    case 'checklist.marked': {
      const item = lists.find((l) => l.id === data.checklist)?.items.find((i) => i.id === data.item);
      return join(item ? pick(item) : data.item, phrase('list', data.answer), p.room, p.note);
    }
    case 'observation.recorded': {
      const code = book?.codes.find((c) => c.code === data.violation);
      return join(code ? codeName(code) : data.violation, p.room, p.name, p.note);
    }
    default: return join(p.note);
  }
}
