import { expect, test } from 'vitest';
import { GRACE_MS } from '../ui/hold';
import { IDLE_MS, mustLock } from './autolock';

const at = { hidden: false, now: 1_000_000, lastTouch: 1_000_000, heldUntil: 0 };

test('out of sight locks at once', () => {
  expect(mustLock({ ...at, hidden: true })).toBe(true);
});

test('in sight and in use stays open', () => {
  expect(mustLock(at)).toBe(false);
});

test('five idle minutes lock, not one millisecond earlier', () => {
  expect(mustLock({ ...at, lastTouch: at.now - IDLE_MS + 1 })).toBe(false);
  expect(mustLock({ ...at, lastTouch: at.now - IDLE_MS })).toBe(true);
});

test('a picker gives two minutes out of sight, then it locks', () => {
  const opened = at.now;
  expect(mustLock({ ...at, hidden: true, heldUntil: opened + GRACE_MS, now: opened + GRACE_MS - 1 })).toBe(false);
  expect(mustLock({ ...at, hidden: true, heldUntil: opened + GRACE_MS, now: opened + GRACE_MS })).toBe(true);
});
