import { expect, test } from 'vitest';
import { summarise } from './summary';
import { foldVisit, type Visit } from './visit';
import { entry, marked, person, START, started } from './sample.fixture';

const list = { id: 'plates', version: '1', source: 's', zh: 'z', en: 'e', example: true, items: ['a', 'b', 'c'].map((id) => ({ id, zh: id, en: id, violation: null })) };
const clocks = { now: START, session: 's1', elapsedMs: 0 };

test('the summary counts what is there and names what is missing', () => {
  const visit = foldVisit('v1', [
    started(), marked('1', 'absent_unverified', 0),
    entry({ type: 'checklist.marked', data: { checklist: 'plates', item: 'a', answer: 'yes' } }),
    entry({ type: 'observation.recorded', data: { observation: 'o', violation: 'A03' }, media: [{} as never, {} as never] }),
  ]) as Visit;
  const sum = summarise(visit, [person('1', '李秀'), person('2', '黄娜')], [list], 30, clocks);
  expect(sum).toMatchObject({ seats: 0, total: 2, checked: 1, unchecked: 1, observations: 1, photographs: 2, items: 3, unanswered: 2, identityMissing: true });
  expect(sum.waiting).toHaveLength(1);
});
