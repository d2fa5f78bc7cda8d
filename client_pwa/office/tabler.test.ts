import { describe, expect, it } from 'vitest';
import { kept } from './tabler.ts';

describe('the part of Tabler that the console uses', () => {
  it('keeps rules of elements and of listed classes', () => {
    expect(kept('body')).toBe(true);
    expect(kept('.btn:not(:disabled):hover')).toBe(true);
    expect(kept('.table > thead > tr')).toBe(true);
  });

  it('drops a rule as soon as one class is not on the list', () => {
    expect(kept('.btn.btn-facebook')).toBe(false);
    expect(kept('.navbar .btn')).toBe(false);
  });

  it('drops the theme switch that is not offered', () => {
    expect(kept('[data-bs-theme=dark] .btn')).toBe(false);
    expect(kept(':root, [data-bs-theme=light]')).toBe(true);
  });
});
