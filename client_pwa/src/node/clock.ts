/* A phone's clock that a script may set and move: wall time and elapsed time go on together, as on a real phone. */
import type { PhoneClock } from '../store/clock.ts';

export class ScriptClock implements PhoneClock {
  #wall = Date.now();
  #elapsed = 0;
  #since = performance.now();
  #still = false;
  #zone = 480;

  now(): number {
    return Math.round(this.#wall + this.#run());
  }

  elapsed(): number {
    return this.#elapsed + this.#run();
  }

  zone(): number {
    return this.#zone;
  }

  /** Set the wall clock (ms since 1970); `still` stops it, so that a script is the same at every run. */
  set(wall: number, zone: number, still: boolean): void {
    [this.#elapsed, this.#wall, this.#zone, this.#still] = [this.elapsed(), wall, zone, still];
    this.#since = performance.now();
  }

  /** Let time pass, on both clocks. */
  advance(ms: number): void {
    this.#wall += ms;
    this.#elapsed += ms;
  }

  #run(): number {
    return this.#still ? 0 : performance.now() - this.#since;
  }
}
