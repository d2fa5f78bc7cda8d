/* Time as the phone sees it. Injected everywhere, so that tests can drive it. */

export interface PhoneClock {
  /** Milliseconds since 1970 by the device's own clock. */
  now(): number;
  /** Minutes east of UTC. */
  zone(): number;
  /** Milliseconds of a monotonic clock; meaningful only within one session. */
  elapsed(): number;
}

export const systemClock: PhoneClock = {
  now: () => Date.now(),
  zone: () => -new Date().getTimezoneOffset(),
  elapsed: () => performance.now(),
};
