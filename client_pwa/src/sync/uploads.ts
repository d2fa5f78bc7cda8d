/* Photographs up, after the text: tus 1.0.0 with resume. The offset is the server's to say; a photograph that can't be
   sent is marked with the reason and stops no other. */
import { b64, type Bytes, utf8 } from '../log/bytes.ts';
import { hashId, sha256 } from '../log/digest.ts';
import { FaultError, isFault } from '../log/fault.ts';
import { MAX_CHUNK } from '../log/limits.ts';
import type { MediaRow } from '../store/db.ts';
import { mediaToSend, mediumProgress } from '../store/fates.ts';
import type { Link } from './push.ts';
import type { Answer, Ask, Wire } from './wire.ts';

const TUS = { 'Tus-Resumable': '1.0.0' };
const SMALLEST = 64 * 1024;
const START = 1024 * 1024;
/** A chunk should take some seconds: small ones waste round trips, large ones are lost at each cut. */
const [FAST, SLOW] = [3_000, 12_000];
const PATIENCE = 180_000;

/** Faults of the connection, which end this round; any other concerns one photograph. */
const OF_THE_LINE = new Set(['offline', 'no_answer', 'connection_lost', 'not_our_server', 'server_error', 'device_unknown', 'proof_invalid', 'too_many_tries']);

async function tus(wire: Wire, ask: Ask): Promise<Answer> {
  const answer = await wire.send({ ...ask, headers: { ...TUS, ...ask.headers }, patience: PATIENCE });
  if (answer.headers.get('Tus-Resumable') !== '1.0.0') throw new FaultError('not_our_server', { header: 'Tus-Resumable' });
  return answer;
}

function offsetOf(answer: Answer, size: number): number {
  const text = answer.headers.get('Upload-Offset') ?? '';
  const offset = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(offset <= size)) throw new FaultError('not_our_server', { header: 'Upload-Offset' });
  return offset;
}

/** The path of an upload, whatever host the answer named: the proof is over the path. */
function pathOf(location: string | null): string {
  const path = location === null ? '' : new URL(location, 'http://here').pathname;
  if (!/^\/api\/v1\/uploads(\/[A-Za-z0-9_-]+)+$/.test(path)) throw new FaultError('not_our_server', { header: 'Location' });
  return path;
}

const status = (thrown: unknown): unknown => (thrown instanceof FaultError ? thrown.details.status : undefined);

/** Where to go on: at the upload we know, or at the one that the office opens (or finds) for this photograph. */
async function resume(wire: Wire, row: MediaRow): Promise<{ path: string; offset: number }> {
  if (row.upload !== null) {
    try {
      return { path: row.upload, offset: offsetOf(await tus(wire, { method: 'HEAD', path: row.upload }), row.bytes) };
    } catch (thrown) {
      if (![403, 404, 410].includes(status(thrown) as number)) throw thrown;
    }
  }
  const metadata = `entry ${b64(utf8(row.entry))},sd ${b64(utf8(row.sd))}`;
  const made = await tus(wire, { method: 'POST', path: '/api/v1/uploads', headers: { 'Upload-Length': String(row.bytes), 'Upload-Metadata': metadata } });
  const path = pathOf(made.headers.get('Location'));
  if (made.headers.get('Upload-Offset') !== null) return { path, offset: offsetOf(made, row.bytes) };
  return { path, offset: offsetOf(await tus(wire, { method: 'HEAD', path }), row.bytes) };
}

export class Uploader {
  #chunk = START;

  /** Throws faults of the line. Returns how many photographs went up whole, and the faults of single ones. */
  async run(link: Link, interrupted: () => Promise<boolean>): Promise<{ sent: number; faults: FaultError[] }> {
    const result: { sent: number; faults: FaultError[] } = { sent: 0, faults: [] };
    for (const row of await mediaToSend(link.db)) {
      if (await interrupted()) break;
      try {
        await this.#one(link, row);
        result.sent += 1;
      } catch (thrown) {
        if (!(thrown instanceof FaultError) || OF_THE_LINE.has(thrown.code)) throw thrown;
        await mediumProgress(link.db, row, { code: thrown.code });
        result.faults.push(thrown);
      }
    }
    return result;
  }

  async #one(link: Link, row: MediaRow): Promise<void> {
    const blob = await link.db.blobs.get([row.entry, row.sd]);
    const bytes: Bytes = new Uint8Array(blob?.content ?? new ArrayBuffer(0));
    if (bytes.length !== row.bytes || (await hashId(bytes)) !== row.sealed) throw new FaultError('photo_damaged', { seq: row.seq });
    let { path, offset } = await resume(link.wire, row);
    await mediumProgress(link.db, row, { upload: path, sent: offset, code: null });
    let again = true;
    while (offset < row.bytes) {
      try {
        offset = await this.#patch(link.wire, path, bytes, offset);
      } catch (thrown) {
        // 409: the server stands elsewhere than we thought. 460: what arrived didn't hash. 404, 410: it forgot. Ask, once.
        if (!again || ![404, 409, 410, 460].includes(status(thrown) as number)) throw thrown;
        again = false;
        ({ path, offset } = await resume(link.wire, { ...row, upload: path }));
      }
      await mediumProgress(link.db, row, { upload: path, sent: offset });
      link.changed();
    }
  }

  async #patch(wire: Wire, path: string, bytes: Bytes, offset: number): Promise<number> {
    const body = bytes.slice(offset, offset + this.#chunk);
    const headers = { 'Upload-Offset': String(offset), 'Upload-Checksum': `sha256 ${b64(await sha256(body))}` };
    const began = wire.now();
    try {
      const answer = await tus(wire, { method: 'PATCH', path, body, type: 'application/offset+octet-stream', headers });
      const next = offsetOf(answer, bytes.length);
      if (next <= offset) throw new FaultError('not_our_server', { header: 'Upload-Offset' });
      const took = wire.now() - began;
      if (took < FAST) this.#chunk = Math.min(MAX_CHUNK, this.#chunk * 2);
      else if (took > SLOW) this.#shrink();
      return next;
    } catch (thrown) {
      if (isFault(thrown, 'no_answer') || isFault(thrown, 'connection_lost') || isFault(thrown, 'offline')) this.#shrink();
      throw thrown;
    }
  }

  #shrink(): void {
    this.#chunk = Math.max(SMALLEST, this.#chunk / 2);
  }
}
