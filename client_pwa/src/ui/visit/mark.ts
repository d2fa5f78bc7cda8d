/* The shape of a mark being made in the sheet, and what of it the entry (person.marked) carries. Pure. */
import { isClaim, type MarkDetails, type TapState } from '../../field/rollcall';

/** `begun`: a camera was opened from here. It may kill the page before its first picture, and the sheet is still wanted. */
export interface MarkForm { staff: string; state: TapState | ''; claimedBy: string; board: string; note: string; begun: boolean }

export const freshMark = (staff: string, wanted: TapState | null): MarkForm => ({ staff, state: wanted ?? '', claimedBy: '', board: '', note: '', begun: false });

/** The state that the tap in the list brought along is nothing written yet. */
export const nothingWritten = (form: MarkForm, wanted: TapState | null): boolean =>
  form.state === (wanted ?? '') && form.claimedBy === '' && form.board === '' && form.note === '' && !form.begun;

export const markReady = (form: MarkForm): boolean => form.state !== '' && (!isClaim(form.state) || form.claimedBy.trim() !== '');

/** Who says so belongs to a claim, the board to an absence: what was typed before the state changed stays out. */
export const markDetails = (form: MarkForm): MarkDetails => ({
  claimedBy: form.state !== '' && isClaim(form.state) ? form.claimedBy.trim() : '',
  board: form.state === 'absent_unverified' ? form.board.trim() : '',
  note: form.note.trim(),
});
