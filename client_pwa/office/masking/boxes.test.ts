import { describe, expect, it } from 'vitest';
import { History, middle, moved, parse, resized, span, type Box } from './boxes.ts';

const size = { width: 400, height: 300 };

describe('boxes on a photograph', () => {
  it('span two corners in any direction, in whole pixels', () => {
    expect(span({ x: 100.6, y: 80.2 }, { x: 20.4, y: 30.9 }, size)).toEqual([20, 30, 81, 51]);
  });
  it('stay inside the picture however far the pointer goes', () => {
    expect(span({ x: -50, y: -50 }, { x: 9999, y: 9999 }, size)).toEqual([0, 0, 400, 300]);
    expect(moved([10, 10, 50, 50], -999, 999, size)).toEqual([0, 250, 50, 50]);
    expect(resized([390, 10, 10, 10], 500, -500, size)).toEqual([390, 10, 10, 8]);
  });
  it('are not made by a mere click', () => {
    expect(span({ x: 10, y: 10 }, { x: 12, y: 200 }, size)).toBeNull();
  });
  it('begin in the middle when the keyboard asks for one', () => {
    expect(middle(size)).toEqual([160, 120, 80, 60]);
  });
  it('are read from the form, and nothing else is', () => {
    expect(parse('[[1,2,30,40]]')).toEqual([[1, 2, 30, 40]]);
    expect(parse('[[1,2,30],[1.5,2,3,4],"x"]')).toEqual([]);
    expect(parse('not json')).toEqual([]);
    expect(parse('{}')).toEqual([]);
  });
  it('remember every step, so that each can be undone', () => {
    const first: Box = [0, 0, 10, 10];
    const history = new History([]);
    history.change([first]);
    history.replace(0, [5, 5, 10, 10]);
    expect(history.undo()).toBe(true);
    expect(history.boxes).toEqual([first]);
    expect(history.undo()).toBe(true);
    expect(history.undo()).toBe(false);
    expect(history.boxes).toEqual([]);
  });
});
