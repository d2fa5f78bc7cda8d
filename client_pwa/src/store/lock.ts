/* One writer at a time, across tabs where the browser has Web Locks, inside this process where it hasn't. The unique
   key (device, seq) in the database is what holds when two tabs have no lock in common. */

export type Locker = <T>(name: string, work: () => Promise<T>) => Promise<T>;

export function processLocker(): Locker {
  const tails = new Map<string, Promise<unknown>>();
  return (name, work) => {
    const before = tails.get(name) ?? Promise.resolve();
    const mine = before.then(work, work);
    tails.set(name, mine.catch(() => undefined));
    return mine;
  };
}

interface LockManagerLike { request<T>(name: string, work: () => Promise<T>): Promise<T> }

export function locker(manager: LockManagerLike | undefined): Locker {
  return manager === undefined ? processLocker() : (name, work) => manager.request(name, work);
}
