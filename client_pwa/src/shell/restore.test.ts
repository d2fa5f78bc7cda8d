import { expect, test } from 'vitest';
import { draftKey } from '../ui/draft';
import { placeOf } from './restore';

const visits = new Set(['v']);
const questions = new Set(['q']);

test.each([
  [draftKey.observation('v'), 'note'], [draftKey.seat('v'), 'seats'], [draftKey.mark('v', 'slot'), 'roll'], [draftKey.item('v', 'list', 'item'), 'list'],
] as const)('%s leads back to its part of the visit', (key, tab) => {
  expect(placeOf(key, visits, questions)).toEqual({ page: 'visit', visit: 'v', tab });
});

test('an answer leads back to its question', () => {
  expect(placeOf(draftKey.answer('q'), visits, questions)).toEqual({ page: 'question', question: 'q' });
});

test('what can no longer be written leads nowhere', () => {
  for (const key of [draftKey.mark('finished', 'slot'), draftKey.answer('gone'), 'elsewhere:v', '']) expect(placeOf(key, visits, questions)).toBeNull();
});
