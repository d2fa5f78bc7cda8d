/* A connection that breaks once, as a tunnel or a lift breaks it: in the middle of what is sent, or after the server has
   done its work and before the phone hears of it. It is a real socket that is really destroyed. */
import { request } from 'node:http';
import type { Fetch } from '../sync/wire.ts';

export interface Cut {
  /** `request`: after `fraction` of the body has left. `answer`: once the answer's headers have come. */
  at: 'request' | 'answer';
  method: string;
  path: string;
  fraction: number;
}

/** Send for real, and break. Always rejects. */
function broken(url: string, init: RequestInit, cut: Cut): Promise<never> {
  return new Promise((_, reject) => {
    const body = Buffer.from(init.body as Uint8Array<ArrayBuffer>);
    const headers = { ...(init.headers as Record<string, string>), 'Content-Length': String(body.length) };
    const sent = request(url, { method: init.method ?? 'GET', headers, agent: false });
    const fail = (): void => { reject(new TypeError('the connection was cut')); };
    sent.on('error', fail);
    sent.on('close', fail);
    if (cut.at === 'answer') {
      sent.on('response', (answer) => { answer.destroy(); sent.destroy(); });
      sent.end(body);
    } else {
      sent.write(body.subarray(0, Math.max(1, Math.floor(body.length * cut.fraction))), () => {
        // Let the bytes reach the wire before the socket dies.
        setImmediate(() => { sent.destroy(); });
      });
    }
  });
}

export class CuttableFetch {
  #cut: Cut | null = null;

  arm(cut: Cut): void {
    this.#cut = cut;
  }

  get armed(): boolean {
    return this.#cut !== null;
  }

  readonly fetch: Fetch = (url, init) => {
    const cut = this.#cut;
    const hit = cut !== null && init.method === cut.method && new URL(url).pathname.startsWith(cut.path) && init.body != null;
    if (!hit) return fetch(url, init);
    this.#cut = null;
    return broken(url, init, cut);
  };
}
