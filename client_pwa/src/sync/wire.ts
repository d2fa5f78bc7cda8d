/* One request and its answer. What isn't certainly our server's is never taken for success: a captive portal answers
   200, a login page answers 200, a proxy answers 502 in HTML. */
import { type Bytes, fromUtf8 } from '../log/bytes.ts';
import { FaultError } from '../log/fault.ts';
import { isObject } from '../log/jws.ts';
import { requestProof } from '../log/proof.ts';

export interface Timer { set(ms: number, work: () => void): unknown; clear(handle: unknown): void }
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;
export interface Signer { device: string; authKey: CryptoKey }
export interface Net {
  fetch: Fetch; base: string; timer: Timer; now: () => number;
  /** False only when the device knows that it has no network at all. */
  online: () => boolean;
}

export interface Ask { method: 'GET' | 'POST' | 'HEAD' | 'PATCH'; path: string; body?: Bytes; type?: string; headers?: Record<string, string>; patience?: number }
export interface Answer { status: number; headers: Headers; body: Bytes; askedAt: number; answeredAt: number }

const PATIENCE = 60_000;
/** How long the line counts as alive after an answer. */
const FRESH = 20_000;

/** Tells the caller how long the server asked us to stay away, in ms. */
export function retryAfter(headers: Headers): number | null {
  const seconds = Number(headers.get('Retry-After') ?? '');
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 3600) * 1000 : null;
}

export function json(answer: Answer): Record<string, unknown> {
  const type = answer.headers.get('Content-Type') ?? '';
  try {
    const value: unknown = /^application\/(problem\+)?json/.test(type) ? JSON.parse(fromUtf8(answer.body)) : null;
    if (isObject(value)) return value;
  } catch {
    // Not JSON at all: the same answer as another shape.
  }
  throw new FaultError('not_our_server', { status: answer.status });
}

/** The refusal in an answer of 400 or more. A HEAD has no body to say why: its status is all there is. */
function refusal(answer: Answer): FaultError {
  const facts = { status: answer.status, retryAfter: retryAfter(answer.headers) };
  const ours = answer.headers.get('MC-Nonce') !== null;
  if (ours && answer.body.length === 0 && answer.status < 500) return new FaultError('refused', facts);
  const other = new FaultError(answer.status >= 500 ? 'server_error' : 'not_our_server', facts);
  if (!ours) return other;
  try {
    const { code, message, details } = json(answer);
    if (typeof code !== 'string' || !isObject(message) || typeof message.zh !== 'string' || typeof message.en !== 'string') return other;
    return new FaultError(code, { ...(isObject(details) ? details : {}), ...facts }, { zh: message.zh, en: message.en });
  } catch {
    return other;
  }
}

export class Wire {
  readonly #net: Net;
  readonly #signer: Signer | null;
  #nonce: string | null = null;
  #heardAt = -Infinity;

  constructor(net: Net, signer: Signer | null) {
    this.#net = net;
    this.#signer = signer;
  }

  get now(): () => number {
    return this.#net.now;
  }

  /** Make sure that somebody of ours is there before something is sent whose fate would then be unknown. */
  async ready(): Promise<void> {
    if (!this.#net.online()) throw new FaultError('offline');
    if (this.#nonce === null || Math.abs(this.#net.now() - this.#heardAt) > FRESH) await this.#raw({ method: 'GET', path: '/api/v1/time' }, null);
  }

  /** Throws offline, no_answer, connection_lost, not_our_server, server_error, or the refusal's own code. */
  async send(ask: Ask, signer: Signer | null = this.#signer): Promise<Answer> {
    if (signer !== null && this.#nonce === null) await this.#raw({ method: 'GET', path: '/api/v1/time' }, null);
    const first = await this.#raw(ask, signer);
    // The answer to a HEAD has no room for a code; its fresh nonce is worth one more try.
    const stale = first.status === 401 && (ask.method === 'HEAD' || refusal(first).code === 'nonce_expired');
    const answer = stale ? await this.#raw(ask, signer) : first;
    if (answer.status >= 400) throw refusal(answer);
    return answer;
  }

  async #raw(ask: Ask, signer: Signer | null): Promise<Answer> {
    const headers: Record<string, string> = { Accept: 'application/json', ...ask.headers };
    if (ask.type !== undefined) headers['Content-Type'] = ask.type;
    if (signer !== null) {
      const target = { method: ask.method, path: ask.path, body: ask.body ?? null, nonce: this.#nonce ?? '' };
      headers['MC-Proof'] = await requestProof(signer.device, signer.authKey, target);
    }
    if (!this.#net.online()) throw new FaultError('offline');
    this.#heardAt = -Infinity;
    const answer = await this.#fetch(ask, headers);
    const nonce = answer.headers.get('MC-Nonce');
    if (nonce !== null) [this.#nonce, this.#heardAt] = [nonce, this.#net.now()];
    // A redirect leads to somebody else; and whoever has no nonce to give isn't ours, however friendly the status.
    else if (answer.status < 500) throw new FaultError('not_our_server', { status: answer.status });
    return answer;
  }

  async #fetch(ask: Ask, headers: Record<string, string>): Promise<Answer> {
    const abort = new AbortController();
    let late = false;
    const handle = this.#net.timer.set(ask.patience ?? PATIENCE, () => {
      late = true;
      abort.abort();
    });
    const askedAt = this.#net.now();
    let response: Response | null = null;
    try {
      const init: RequestInit = { method: ask.method, headers, redirect: 'manual', cache: 'no-store', credentials: 'omit', signal: abort.signal };
      if (ask.body !== undefined) init.body = ask.body;
      response = await this.#net.fetch(this.#net.base + ask.path, init);
      const body = new Uint8Array(await response.arrayBuffer());
      return { status: response.status, headers: response.headers, body, askedAt, answeredAt: this.#net.now() };
    } catch (thrown) {
      throw new FaultError(late ? 'no_answer' : response === null ? 'offline' : 'connection_lost', {}, null, thrown);
    } finally {
      this.#net.timer.clear(handle);
    }
  }
}

/** Server time minus device time, in ms, taken at the middle of the round trip. Null when the text is no moment. */
export function clockOffset(serverTime: unknown, answer: Answer): number | null {
  const server = typeof serverTime === 'string' ? Date.parse(serverTime) : NaN;
  return Number.isNaN(server) ? null : Math.round(server - (answer.askedAt + answer.answeredAt) / 2);
}
