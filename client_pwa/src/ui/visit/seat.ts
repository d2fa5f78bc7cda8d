/* The shape of a seat being recorded and the data of its entry (seat.seen). Pure. */
import type { SeatState } from '../../field/visit';

export const SEAT_STATES = ['occupied', 'empty', 'window_unattended', 'cannot_see'] as const satisfies readonly SeatState[];

export interface SeatForm { seat: string; room: string; plate: string; note: string; waiting: string; bPost: boolean; sign: boolean }
export const freshSeat = (): SeatForm => ({ seat: '', room: '', plate: '', note: '', waiting: '', bPost: false, sign: false });

/** B-post and sign are facts of an unattended window only; elsewhere they would claim something nobody looked at. */
export function seatClear(visit: string, form: SeatForm, state: SeatState, look: number, newId: () => string): Record<string, unknown> {
  return {
    visit, seat: form.seat || newId(), look, state,
    ...(state === 'window_unattended' ? { b_post_present: form.bPost, service_suspended_sign: form.sign } : {}),
  };
}

export function seatPrivate(form: SeatForm, state: SeatState): Record<string, unknown> {
  const waiting = form.waiting.trim();
  return {
    room: form.room.trim(), plate: form.plate.trim(),
    ...(state === 'window_unattended' && /^\d{1,4}$/.test(waiting) ? { waiting: Number(waiting) } : {}),
    ...(form.note.trim() ? { note: form.note.trim() } : {}),
  };
}
