import { expect, test } from 'vitest';
import { address, parse, type Route } from './route';

const places: Route[] = [{ page: 'today' }, { page: 'where' }, { page: 'about' }, { page: 'question', question: 'q' }, { page: 'visit', visit: 'v', tab: 'roll' }];
test.each(places)('%o comes back from its own address', (place) => {
  expect(parse(address(place))).toEqual(place);
});

test('an unknown address leads to today, an unknown part to the seats', () => {
  expect(parse('#/elsewhere')).toEqual({ page: 'today' });
  expect(parse('#/visit/v/nothing')).toEqual({ page: 'visit', visit: 'v', tab: 'seats' });
  expect(parse('#e=7K3M-9QTF-X2DV&k=abc')).toEqual({ page: 'today' });
});
