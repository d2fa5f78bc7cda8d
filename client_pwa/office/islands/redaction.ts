/* Drawing boxes over a photograph, by mouse, pen, finger or keyboard. The picture under them is never changed here: the
   form carries the boxes, and the server fills them in a fresh copy. */
import { History, middle, moved, parse, resized, span, type Box, type Point, type Size } from '../masking/boxes.ts';

const SVG = 'http://www.w3.org/2000/svg';
const ARROWS: Record<string, readonly [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

type Grip = { kind: 'new'; from: Point } | { kind: 'move' | 'size'; index: number; from: Point; box: Box };

class Masker {
  private readonly canvas: SVGSVGElement;
  private readonly field: HTMLInputElement;
  private readonly size: Size;
  private readonly history: History;
  private chosen = -1;
  private grip: Grip | null = null;
  private shadow: Box | null = null;

  constructor(private readonly form: HTMLFormElement) {
    this.canvas = this.part('[data-canvas]');
    this.field = this.part('[data-boxes]');
    this.size = { width: Number(form.dataset.width), height: Number(form.dataset.height) };
    this.history = new History(parse(this.field.value));
    this.canvas.addEventListener('pointerdown', (event) => { this.down(event); });
    this.canvas.addEventListener('pointermove', (event) => { this.drag(event); });
    this.canvas.addEventListener('pointerup', () => { this.up(); });
    this.canvas.addEventListener('pointercancel', () => { this.cancel(); });
    this.canvas.addEventListener('keydown', (event) => { this.key(event); });
    this.part('[data-add]').addEventListener('click', () => { this.add(middle(this.size)); });
    this.part('[data-remove]').addEventListener('click', () => { this.remove(); });
    this.part('[data-undo]').addEventListener('click', () => { this.history.undo(); this.chosen = -1; this.show(); });
    this.part('[data-zoom]').addEventListener('click', () => { this.zoom(); });
    this.show();
  }

  private part<T extends Element = HTMLElement>(selector: string): T {
    const found = this.form.querySelector<T>(selector);
    if (!found) throw new Error(`the page lacks ${selector}`);
    return found;
  }

  private point(event: PointerEvent): Point {
    const place = this.canvas.getBoundingClientRect();
    return {
      x: ((event.clientX - place.left) / place.width) * this.size.width,
      y: ((event.clientY - place.top) / place.height) * this.size.height,
    };
  }

  private down(event: PointerEvent): void {
    if (event.button !== 0) return;
    const from = this.point(event);
    const target = event.target instanceof SVGElement ? event.target : null;
    const index = Number(target?.dataset.index ?? '-1');
    const box = this.history.boxes[index];
    this.grip = box ? { kind: target?.dataset.grip === 'size' ? 'size' : 'move', index, from, box } : { kind: 'new', from };
    this.chosen = box ? index : -1;
    this.canvas.setPointerCapture(event.pointerId);
    event.preventDefault();
    this.show();
    this.focus();
  }

  private drag(event: PointerEvent): void {
    if (!this.grip) return;
    const at = this.point(event);
    const [dx, dy] = [at.x - this.grip.from.x, at.y - this.grip.from.y];
    if (this.grip.kind === 'new') this.shadow = span(this.grip.from, at, this.size);
    else this.shadow = (this.grip.kind === 'move' ? moved : resized)(this.grip.box, dx, dy, this.size);
    this.show();
  }

  private up(): void {
    const { grip, shadow } = this;
    this.grip = null;
    this.shadow = null;
    if (grip && shadow) {
      if (grip.kind === 'new') { this.add(shadow); return; }
      this.history.replace(grip.index, shadow);
    }
    this.show();
    this.focus();
  }

  private cancel(): void {
    this.grip = null;
    this.shadow = null;
    this.show();
  }

  private key(event: KeyboardEvent): void {
    const box = this.history.boxes[this.chosen];
    if (!box) return;
    const arrow = ARROWS[event.key];
    if (arrow) {
      const step = Math.max(1, Math.round(Math.min(this.size.width, this.size.height) / 100));
      const change = event.shiftKey ? resized : moved;
      this.history.replace(this.chosen, change(box, arrow[0] * step, arrow[1] * step, this.size));
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      this.remove();
      event.preventDefault();
      return;
    } else return;
    event.preventDefault();
    event.stopPropagation();
    this.show();
    this.focus();
  }

  private add(box: Box): void {
    this.history.change([...this.history.boxes, box]);
    this.chosen = this.history.boxes.length - 1;
    this.show();
    this.focus();
  }

  private remove(): void {
    if (!this.history.boxes[this.chosen]) return;
    this.history.change(this.history.boxes.filter((_, at) => at !== this.chosen));
    this.chosen = Math.min(this.chosen, this.history.boxes.length - 1);
    this.show();
    this.focus();
    this.tell(`${this.form.dataset.wordBox ?? ''} ${this.form.dataset.wordRemoved ?? ''}`);
  }

  private zoom(): void {
    const button = this.part('[data-zoom]');
    const full = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', String(full));
    const picture = this.part('[data-picture]');
    picture.style.width = full ? `${this.size.width}px` : '';
    this.part('[data-stage]').classList.toggle('is-full', full);
  }

  private show(): void {
    const boxes = [...this.history.boxes];
    const grip = this.grip;
    if (this.shadow && grip) {
      if (grip.kind === 'new') boxes.push(this.shadow);
      else boxes[grip.index] = this.shadow;
    }
    this.canvas.replaceChildren(...boxes.flatMap((box, at) => this.draw(box, at)));
    this.field.value = JSON.stringify(this.history.boxes);
    const nothing = this.part<HTMLInputElement>('[data-nothing]');
    nothing.disabled = this.history.boxes.length > 0;
    if (nothing.disabled) nothing.checked = false;
    this.tell((this.form.dataset.wordCount ?? '{n}').replace('{n}', String(this.history.boxes.length)));
  }

  private draw(box: Box, at: number): SVGElement[] {
    const rect = element('rect', box, at);
    rect.setAttribute('class', at === this.chosen ? 'box is-chosen' : 'box');
    rect.setAttribute('tabindex', '0');
    rect.setAttribute('role', 'button');
    rect.setAttribute('aria-label', `${this.form.dataset.wordBox ?? ''} ${at + 1}: ${box.join(', ')}`);
    rect.addEventListener('focus', () => { if (this.chosen !== at) { this.chosen = at; this.show(); this.focus(); } });
    if (at !== this.chosen) return [rect];
    const handle = Math.max(10, Math.round(Math.min(this.size.width, this.size.height) / 36));
    const corner = element('rect', [box[0] + box[2] - handle, box[1] + box[3] - handle, handle, handle], at);
    corner.setAttribute('class', 'box-corner');
    corner.dataset.grip = 'size';
    return [rect, corner];
  }

  private focus(): void {
    this.canvas.querySelector<SVGElement>(`.box[data-index="${this.chosen}"]`)?.focus({ preventScroll: true });
  }

  private tell(text: string): void {
    this.part('[data-count]').textContent = text;
  }
}

function element(name: string, [x, y, width, height]: Box, at: number): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries({ x, y, width, height })) made.setAttribute(key, String(value));
  made.dataset.index = String(at);
  return made;
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-masker]')) new Masker(form);
