/* What an entry may carry, read at build time from config/protocol/entry_types.json, the page the server reads too. */
import { phone } from '../../../config/protocol/entry_types.json';
import { FaultError } from './fault.ts';
import { isObject } from './jws.ts';

type Kind = string | string[];
interface EntryType { dv: number; clear: Record<string, Kind>; private: Record<string, Kind>; media: number }

const TYPES = new Map(Object.entries(phone as Record<string, EntryType>));
const LONGEST_TEXT = 20_000;
const LARGEST = 2 ** 53;

const isCount = (v: unknown): boolean => typeof v === 'number' && Number.isInteger(v) && v >= 0 && v < LARGEST;
const isIsoMoment = (v: string): boolean =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)$/.test(v) && !Number.isNaN(Date.parse(v));

const CHECKS: Record<string, (v: unknown) => boolean> = {
  id: (v) => typeof v === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(v),
  code: (v) => typeof v === 'string' && /^[A-Za-z0-9._+-]{1,64}$/.test(v),
  text: (v) => typeof v === 'string' && [...v].length <= LONGEST_TEXT && v.isWellFormed?.() !== false,
  count: isCount,
  ms: isCount,
  number: (v) => typeof v === 'number' && Number.isFinite(v) && Math.abs(v) < LARGEST,
  bool: (v) => typeof v === 'boolean',
  time: (v) => typeof v === 'string' && (/^([01]\d|2[0-3]):[0-5]\d$/.test(v) || isIsoMoment(v)),
  date: (v) => typeof v === 'string' && /^\d{4}-\d\d-\d\d$/.test(v) && !Number.isNaN(Date.parse(v)),
  object: isObject,
  list: Array.isArray,
};

function fits(kind: Kind, value: unknown): boolean {
  if (Array.isArray(kind)) return typeof value === 'string' && kind.includes(value);
  return CHECKS[kind.replace('?', '')]?.(value) ?? false;
}

function firstFault(fields: Record<string, Kind>, values: Record<string, unknown>): string | null {
  for (const [name, value] of Object.entries(values)) {
    const kind = fields[name];
    if (kind === undefined || !fits(kind, value)) return name;
  }
  const missing = Object.entries(fields).find(([name, kind]) => !(name in values) && !(typeof kind === 'string' && kind.endsWith('?')));
  return missing?.[0] ?? null;
}

/** Members given as undefined or null are absent: screens build objects that way. */
export function present(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null));
}

/** The data version to sign. Throws entry_type_unknown, entry_malformed {member} or photo_too_many {limit}. */
export function validate(type: string, clear: Record<string, unknown>, priv: Record<string, unknown>, media: number): number {
  const known = TYPES.get(type);
  if (known === undefined) throw new FaultError('entry_type_unknown', { type });
  const member = firstFault(known.clear, clear) ?? firstFault(known.private, priv);
  if (member !== null) throw new FaultError('entry_malformed', { type, member });
  if (media > known.media) throw new FaultError('photo_too_many', { limit: known.media });
  return known.dv;
}
