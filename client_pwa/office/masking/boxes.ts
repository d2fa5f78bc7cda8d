/* Boxes on a photograph, in whole pixels of the upright picture. Pure: the island draws what stands here. */

export type Box = readonly [left: number, top: number, width: number, height: number];
export interface Size { readonly width: number; readonly height: number }
export interface Point { readonly x: number; readonly y: number }

const SMALLEST = 8;

const between = (low: number, value: number, high: number): number => Math.min(Math.max(value, low), high);

/** The box between two corners, inside the picture; null when it is too small to be meant. */
export function span(from: Point, to: Point, size: Size): Box | null {
  const left = between(0, Math.floor(Math.min(from.x, to.x)), size.width);
  const top = between(0, Math.floor(Math.min(from.y, to.y)), size.height);
  const right = between(0, Math.ceil(Math.max(from.x, to.x)), size.width);
  const bottom = between(0, Math.ceil(Math.max(from.y, to.y)), size.height);
  return right - left < SMALLEST || bottom - top < SMALLEST ? null : [left, top, right - left, bottom - top];
}

/** Moved, but never beyond the picture's edges and never smaller. */
export function moved(box: Box, dx: number, dy: number, size: Size): Box {
  const [left, top, width, height] = box;
  return [between(0, Math.round(left + dx), size.width - width), between(0, Math.round(top + dy), size.height - height), width, height];
}

/** Its lower right corner moved. */
export function resized(box: Box, dx: number, dy: number, size: Size): Box {
  const [left, top, width, height] = box;
  return [left, top, between(SMALLEST, Math.round(width + dx), size.width - left), between(SMALLEST, Math.round(height + dy), size.height - top)];
}

/** A new box in the middle, a fifth of the picture, for whoever uses the keyboard. */
export function middle(size: Size): Box {
  const width = Math.max(SMALLEST, Math.round(size.width / 5));
  const height = Math.max(SMALLEST, Math.round(size.height / 5));
  return [Math.floor((size.width - width) / 2), Math.floor((size.height - height) / 2), width, height];
}

/** What the form carried, or nothing when it isn't a list of boxes. */
export function parse(text: string): Box[] {
  try {
    const given: unknown = JSON.parse(text);
    if (!Array.isArray(given)) return [];
    return given.filter((one): one is Box => Array.isArray(one) && one.length === 4 && one.every((n) => Number.isInteger(n)));
  } catch {
    return [];
  }
}

/** Boxes with every former state, so that each step can be undone. */
export class History {
  private readonly past: Box[][] = [];

  constructor(private now: Box[]) {}

  get boxes(): readonly Box[] { return this.now; }

  change(next: readonly Box[]): void {
    this.past.push(this.now);
    this.now = [...next];
  }

  replace(index: number, box: Box): void {
    this.change(this.now.map((old, at) => (at === index ? box : old)));
  }

  undo(): boolean {
    const before = this.past.pop();
    if (before) this.now = before;
    return before !== undefined;
  }
}
