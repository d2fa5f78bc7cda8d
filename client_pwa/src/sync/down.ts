/* Bundles down: the manifest says which, their hash says that they are whole. No cursors, no merge, no stale rows. */
import { fromUtf8 } from '../log/bytes.ts';
import { hashId } from '../log/digest.ts';
import { FaultError } from '../log/fault.ts';
import { isObject } from '../log/jws.ts';
import type { Rng } from '../log/random.ts';
import { type Manifest, readManifest } from '../log/receipts.ts';
import { dropUnlisted, haveBundles, putBundle } from '../store/bundles.ts';
import { patchState } from '../store/state.ts';
import type { Link } from './push.ts';
import { json } from './wire.ts';

async function manifest(link: Link): Promise<Manifest> {
  const { manifest: text } = json(await link.wire.send({ method: 'GET', path: '/api/v1/manifest' }));
  try {
    return await readManifest(typeof text === 'string' ? text : '', link.identity.signKey, link.identity.device);
  } catch (thrown) {
    throw new FaultError('not_our_server', { member: 'manifest' }, null, thrown);
  }
}

async function fetchBundle(link: Link, sha256: string, kind: string, box: CryptoKey, rng: Rng): Promise<void> {
  const { body } = await link.wire.send({ method: 'GET', path: `/api/v1/bundles/${sha256}` });
  if ((await hashId(body)) !== sha256) throw new FaultError('bundle_damaged', { sha256 });
  const value: unknown = JSON.parse(fromUtf8(body));
  if (!isObject(value) || value.v !== 1 || value.kind !== kind || !isObject(value.body)) throw new FaultError('bundle_damaged', { sha256 });
  await putBundle(link.db, sha256, kind, body, box, rng);
}

/** Needs the vault open: bundles are kept encrypted. A bundle that fails stops no other; the tag is kept only when all came. */
export async function fetchBundles(link: Link, box: CryptoKey, rng: Rng): Promise<FaultError[]> {
  const { tag, bundles } = await manifest(link);
  const have = await haveBundles(link.db);
  const faults: FaultError[] = [];
  for (const { sha256, kind } of bundles) {
    if (have.has(sha256)) continue;
    try {
      await fetchBundle(link, sha256, kind, box, rng);
    } catch (thrown) {
      const fault = thrown instanceof FaultError ? thrown : new FaultError('bundle_damaged', { sha256 }, null, thrown);
      if (!['bundle_damaged', 'bundle_unknown'].includes(fault.code)) throw fault;
      faults.push(fault);
    }
    link.changed();
  }
  await dropUnlisted(link.db, new Set(bundles.map((bundle) => bundle.sha256)));
  if (faults.length === 0) await patchState(link.db, { manifestTag: tag });
  return faults;
}
