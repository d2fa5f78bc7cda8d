/* At the port's edge every error becomes a plain `Fault`, which crosses to the screen and into the database. */
import { FaultError } from '../log/fault.ts';
import { storageFault } from '../store/db.ts';
import type { Fault } from '../store/port.ts';

export function toFault(thrown: unknown): Fault {
  const fault = thrown instanceof FaultError ? thrown : storageFault(thrown, 'unexpected');
  const plain: Fault = { code: fault.code };
  if (fault.sentence !== null) plain.message = fault.sentence;
  if (Object.keys(fault.details).length > 0) plain.details = fault.details;
  return plain;
}

/** Runs the work; whatever it throws leaves as a `Fault`. */
export async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw toFault(thrown);
  }
}
