/* The shape of a sync answer (protocol §5.2). Anything else came from somebody else. */
import { isHash } from '../log/bytes.ts';
import { FaultError } from '../log/fault.ts';
import { isObject } from '../log/jws.ts';

export type VerdictName = 'accepted' | 'replayed' | 'gap' | 'forked' | 'quarantined' | 'refused';
export interface Verdict { id: string; seq: number; verdict: VerdictName; code: string | null; receipt: string | null }
export interface SyncAnswer {
  time: string; epoch: number; status: 'active' | 'frozen' | 'revoked'; acked: number; want_seq: number; verdicts: Verdict[];
  media_missing: { entry: string; sd: string }[]; media_receipts: string[]; manifest: string | null; checkpoint: string; consistency: string[]; more: boolean;
}

const NAMES = ['accepted', 'replayed', 'gap', 'forked', 'quarantined', 'refused'];
const textOrNull = (v: unknown): boolean => v === null || typeof v === 'string';
const isCount = (v: unknown): boolean => typeof v === 'number' && Number.isSafeInteger(v) && v >= 0;

/** `id` may be null when the server couldn't read the entry at all. */
const isVerdict = (v: unknown): boolean =>
  isObject(v) && textOrNull(v.id) && (v.seq === null || isCount(v.seq)) && NAMES.includes(v.verdict as string) && textOrNull(v.code) && textOrNull(v.receipt);
const isMissing = (v: unknown): boolean => isObject(v) && isHash(v.entry) && isHash(v.sd);

const SHAPE: Record<keyof SyncAnswer, (v: unknown) => boolean> = {
  time: (v) => typeof v === 'string',
  epoch: isCount,
  status: (v) => v === 'active' || v === 'frozen' || v === 'revoked',
  acked: isCount,
  want_seq: isCount,
  verdicts: (v) => Array.isArray(v) && v.every(isVerdict),
  media_missing: (v) => Array.isArray(v) && v.every(isMissing),
  media_receipts: (v) => Array.isArray(v) && v.every((r) => typeof r === 'string'),
  manifest: textOrNull,
  checkpoint: (v) => typeof v === 'string',
  consistency: (v) => Array.isArray(v) && v.every(isHash),
  more: (v) => typeof v === 'boolean',
};

/** Throws not_our_server with the member that is wrong. */
export function readAnswer(value: Record<string, unknown>): SyncAnswer {
  const wrong = Object.entries(SHAPE).find(([name, fits]) => !fits(value[name]));
  if (value.v !== 1 || wrong !== undefined) throw new FaultError('not_our_server', { member: wrong?.[0] ?? 'v' });
  return value as unknown as SyncAnswer;
}
