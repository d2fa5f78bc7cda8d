/* A small office for tests of the phone, after docs/protocol.md: it keeps a ledger, answers, signs, and misbehaves when
   told to. It is reached through the phone's injected fetch, so a test decides what the line does. */
import { b64u, type Bytes, fromUtf8, unb64, unb64u } from '../log/bytes.ts';
import { hashId, sha256 } from '../log/digest.ts';
import { entryId, readEntry, type Envelope } from '../log/entry.ts';
import { publicPart, thumbprint } from '../log/jwk.ts';
import { parseJws } from '../log/jws.ts';
import type { Fetch } from '../sync/wire.ts';
import { type OfficeKeys, note, officeKeys, signOffice } from './keys.ts';
import { consistency, root } from './merkle.ts';

export const ORIGIN = 'office.test/ledger';
interface Kept { id: string; envelope: Envelope; receipt: string; verdict: string }
export interface Request { method: string; path: string; headers: Headers; body: Bytes; json: Record<string, unknown> }
type Trouble = (request: Request) => Response | Error | undefined | Promise<Response | Error | undefined>;

export const html = (status: number): Response => new Response('<html>Welcome to Hotel WiFi</html>', { status, headers: { 'Content-Type': 'text/html' } });

export class FakeOffice {
  keys!: OfficeKeys;
  leaves: string[] = [];
  log: Kept[] = [];
  device = '';
  status = 'active';
  epoch = 1;
  now = Date.parse('2026-11-22T01:00:00Z');
  uploads = new Map<string, { content: Bytes; length: number }>();
  media = new Map<string, string>();
  bundles = new Map<string, { kind: string; content: Bytes }>();
  requests: Request[] = [];
  codes = new Map<string, { state: 'new' | 'used' | 'expired'; device?: string }>();
  /** Asked before the request is handled; what it returns is the answer, an Error is a dead line. */
  before: Trouble = () => undefined;
  /** Asked afterwards: an Error is an answer that got lost. */
  after: Trouble = () => undefined;
  /** The verdict for an entry, instead of the one the rules give. */
  judge: (envelope: Envelope) => { verdict: string; code: string | null } | undefined = () => undefined;
  /** Change the sync answer before it leaves. */
  alter: (answer: Record<string, unknown>) => void = () => undefined;
  nonceCount = 0;
  nonceLife = Infinity;

  static async open(seed = 1): Promise<FakeOffice> {
    const office = new FakeOffice();
    office.keys = await officeKeys(seed);
    office.codes.set('7K3M9QTFX2DV', { state: 'new' });
    await office.#leaf(b64u(new Uint8Array(32).fill(9)));
    return office;
  }

  readonly fetch: Fetch = async (url, init) => {
    const body = new Uint8Array((init.body as Bytes | undefined) ?? new ArrayBuffer(0));
    const headers = new Headers(init.headers as Record<string, string>);
    const isJson = headers.get('Content-Type') === 'application/json';
    const request: Request = { method: init.method ?? 'GET', path: new URL(url).pathname, headers, body: body.slice(), json: isJson ? JSON.parse(fromUtf8(body)) as Record<string, unknown> : {} };
    this.requests.push(request);
    const early = await this.before(request);
    if (early instanceof Error) throw early;
    const answer = early ?? (this.#stale(request) ? this.refusal(401, 'nonce_expired') : await this.#handle(request));
    const late = await this.after(request);
    if (late instanceof Error) throw late;
    return late ?? answer;
  };

  refusal(status: number, code: string, headers: Record<string, string> = {}): Response {
    return this.#json({ code, message: { zh: `拒绝：${code}`, en: `refused: ${code}` }, details: {} }, status, headers);
  }

  addBundle = async (kind: string, body: unknown): Promise<string> => {
    const content = new TextEncoder().encode(JSON.stringify({ v: 1, kind, salt: b64u(new Uint8Array(16)), body }));
    const sha = await hashId(content);
    this.bundles.set(sha, { kind, content });
    return sha;
  };

  #nonce(): string {
    return `n${++this.nonceCount}`;
  }

  #stale(request: Request): boolean {
    const proof = request.headers.get('MC-Proof');
    if (proof === null) return false;
    const { nonce } = JSON.parse(fromUtf8(parseJws(proof).payload)) as { nonce: string };
    return this.nonceCount - Number(nonce.slice(1)) >= this.nonceLife;
  }

  #json(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
    return new Response(JSON.stringify(value), { status, headers: { 'Content-Type': 'application/json', 'MC-Nonce': this.#nonce(), ...headers } });
  }

  #tus(status: number, headers: Record<string, string> = {}): Response {
    return new Response(null, { status, headers: { 'Tus-Resumable': '1.0.0', 'MC-Nonce': this.#nonce(), ...headers } });
  }

  async #handle(r: Request): Promise<Response> {
    if (r.path === '/api/v1/time') return this.#json({ time: new Date(this.now).toISOString(), nonce: 'x', epoch: this.epoch });
    if (r.path === '/api/v1/enrol') return this.#enrol(r.json);
    if (r.path === '/api/v1/sync') return this.#sync(r.json);
    if (r.path === '/api/v1/manifest') return this.#json({ manifest: await this.#manifest() });
    if (r.path.startsWith('/api/v1/bundles/')) return this.#bundle(r.path.slice(16));
    return this.#upload(r);
  }

  async #enrol(body: Record<string, unknown>): Promise<Response> {
    const device = await thumbprint(publicPart(body.log_key as Record<string, string>));
    const invited = this.codes.get(body.code as string);
    if (invited === undefined) return this.refusal(404, 'enrol_code_unknown');
    if (invited.state === 'expired') return this.refusal(410, 'enrol_code_expired');
    if (invited.state === 'used' && invited.device !== device) return this.refusal(409, 'enrol_code_used');
    this.codes.set(body.code as string, { state: 'used', device });
    this.device = device;
    return this.#json({
      v: 1, device, office: { id: 'office-1', zh: '临江区', en: 'Linjiang', filing_number: '备1', complaints: '12345' }, origin: ORIGIN,
      sign_key: this.keys.sign, intake_key: this.keys.intake, epoch: this.epoch, checkpoint: await this.checkpoint(), time: new Date(this.now).toISOString(),
    }, 201);
  }

  async checkpoint(): Promise<string> {
    return note(this.keys, ORIGIN, this.leaves.length, await root(this.leaves));
  }

  async #leaf(id: string): Promise<{ leaf: number; size: number; root: string }> {
    this.leaves.push(id);
    return { leaf: this.leaves.length - 1, size: this.leaves.length, root: b64u(await root(this.leaves)) };
  }

  get next(): number {
    return this.log.reduce((n, kept) => (kept.envelope.seq === n && kept.verdict === 'accepted' ? n + 1 : n), 1);
  }

  async #verdict(jws: string): Promise<Record<string, unknown>> {
    const [envelope, id] = [readEntry(jws), await entryId(jws)];
    const told = { id, seq: envelope.seq };
    const known = this.log.find((kept) => kept.id === id);
    if (known !== undefined) return { ...told, verdict: 'replayed', code: null, receipt: known.receipt };
    const forced = this.judge(envelope);
    const natural = envelope.seq > this.next ? 'gap' : envelope.seq < this.next ? 'forked' : 'accepted';
    const { verdict, code } = forced ?? { verdict: natural, code: null };
    if (verdict === 'gap' || verdict === 'refused') return { ...told, verdict, code, receipt: null };
    const place = await this.#leaf(id);
    const receipt = await signOffice(this.keys, 'mingcha-receipt+jws', { v: 1, kind: 'entry', device: this.device, seq: envelope.seq, entry: id, verdict, code, ...place, at: new Date(this.now).toISOString() });
    this.log.push({ id, envelope, receipt, verdict: verdict === 'quarantined' ? 'accepted' : verdict });
    return { ...told, verdict, code, receipt };
  }

  async #sync(body: Record<string, unknown>): Promise<Response> {
    const saw = body.saw as { size: number } | null;
    const verdicts: Record<string, unknown>[] = [];
    for (const { jws } of body.entries as { jws: string }[]) verdicts.push(await this.#verdict(jws));
    const want = body.want as string[];
    for (const kept of this.log.filter((k) => want.includes(k.id) && !verdicts.some((v) => v.id === k.id))) verdicts.push({ id: kept.id, seq: kept.envelope.seq, verdict: 'replayed', code: null, receipt: kept.receipt });
    const asked = verdicts.map((v) => v.id as string);
    const declared = this.log.flatMap((k) => k.envelope.media.map((m) => ({ entry: k.id, sd: m.sd })));
    const answer: Record<string, unknown> = {
      v: 1, time: new Date(this.now).toISOString(), epoch: this.epoch, status: this.status, acked: this.next - 1, want_seq: this.next, verdicts,
      media_missing: declared.filter((m) => !this.media.has(`${m.entry}/${m.sd}`)),
      media_receipts: [...this.media].filter(([key]) => asked.includes(key.split('/')[0] ?? '')).map(([, receipt]) => receipt),
      manifest: await hashId(parseJws(await this.#manifest()).payload), checkpoint: await this.checkpoint(),
      consistency: saw !== null && saw.size <= this.leaves.length ? await consistency(saw.size, this.leaves) : [], more: false,
    };
    this.alter(answer);
    return this.#json(answer);
  }

  async #manifest(): Promise<string> {
    const bundles = [...this.bundles].map(([sha, { kind, content }]) => ({ sha256: sha, kind, bytes: content.length }));
    return signOffice(this.keys, 'mingcha-manifest+jws', { v: 1, device: this.device, bundles });
  }

  #bundle(sha: string): Response {
    const found = this.bundles.get(sha);
    if (found === undefined) return this.refusal(404, 'bundle_unknown');
    return new Response(found.content, { headers: { 'Content-Type': 'application/json', 'MC-Nonce': this.#nonce() } });
  }

  async #upload(r: Request): Promise<Response> {
    if (r.method === 'POST') {
      const meta = new Map((r.headers.get('Upload-Metadata') ?? '').split(',').map((pair) => pair.split(' ') as [string, string]));
      const key = `${fromUtf8(unb64(meta.get('entry') ?? ''))}/${fromUtf8(unb64(meta.get('sd') ?? ''))}`;
      const upload = this.uploads.get(key) ?? { content: new Uint8Array(0), length: Number(r.headers.get('Upload-Length')) };
      this.uploads.set(key, upload);
      return this.#tus(201, { Location: `/api/v1/uploads/${key}`, 'Upload-Offset': String(upload.content.length) });
    }
    const key = r.path.slice('/api/v1/uploads/'.length);
    const upload = this.uploads.get(key);
    if (upload === undefined) return this.refusal(404, 'upload_undeclared');
    if (r.method === 'HEAD') return this.#tus(200, { 'Upload-Offset': String(upload.content.length) });
    if (Number(r.headers.get('Upload-Offset')) !== upload.content.length) return this.refusal(409, 'upload_offset_wrong');
    await this.take(key, r.body);
    return upload.content.length < upload.length || this.media.has(key) ? this.#tus(204, { 'Upload-Offset': String(upload.content.length) }) : this.refusal(460, 'upload_checksum_wrong');
  }

  /** Bytes that arrived, also those before a cut. */
  async take(key: string, bytes: Bytes): Promise<void> {
    const upload = this.uploads.get(key);
    if (upload === undefined) return;
    upload.content = new Uint8Array([...upload.content, ...bytes]);
    if (upload.content.length < upload.length) return;
    const [entry, sd] = key.split('/');
    const declared = this.log.find((k) => k.id === entry)?.envelope.media.find((m) => m.sd === sd);
    if (b64u(await sha256(upload.content)) !== declared?.sealed) {
      upload.content = new Uint8Array(0);
      return;
    }
    const place = await this.#leaf(b64u(await sha256(unb64u(sd ?? ''))));
    this.media.set(key, await signOffice(this.keys, 'mingcha-receipt+jws', { v: 1, kind: 'media', device: this.device, entry, sd, sealed: declared.sealed, matched: true, ...place, at: new Date(this.now).toISOString() }));
  }
}
