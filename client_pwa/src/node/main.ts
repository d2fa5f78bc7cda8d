/* `node phone.mjs --server URL`: a phone that reads one JSON command a line and answers each with one line of JSON:
   {"ok":true,"result":…} or {"ok":false,"fault":{"code":…}}. See the table below for the commands. */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { toFault } from '../sync/faults.ts';
import type { Cut } from './cut.ts';
import { type MediumFile, NodePhone } from './phone.ts';

interface Command {
  do: string; code?: string; passphrase?: string; office_key?: string | null; type?: string; clear?: Record<string, unknown>; private?: Record<string, unknown>;
  media?: MediumFile[]; visit?: string; kind?: string; entry?: string; sd?: string; path?: string; seconds?: number; ms?: number; now?: string; zone?: number; still?: boolean; cut?: Partial<Cut>;
}

const COMMANDS: Record<string, (phone: NodePhone, c: Command) => unknown> = {
  phase: (phone) => phone.field.phase(),
  office: (phone) => phone.field.office(),
  enrol: async (phone, c) => {
    await phone.field.enrol(c.code ?? '', c.passphrase ?? '', c.office_key ?? null);
    return phone.field.office();
  },
  lock: (phone) => phone.field.lock(),
  unlock: (phone, c) => phone.field.unlock(c.passphrase ?? ''),
  id: (phone) => phone.field.newId(),
  append: (phone, c) => phone.append(c.type ?? '', c.clear ?? {}, c.private ?? {}, c.media ?? []),
  entries: (phone, c) => phone.field.entries(c.visit),
  bundles: (phone, c) => phone.field.bundles(c.kind ?? ''),
  save: (phone, c) => phone.save(c.entry ?? '', c.sd ?? '', c.path ?? ''),
  cut: (phone, c) => phone.cut(c.cut ?? {}),
  sync: (phone) => phone.field.syncNow(),
  settle: (phone, c) => phone.settle(c.seconds ?? 30),
  status: (phone) => phone.field.status(),
  clock: (phone, c) => phone.clock.set(c.now === undefined ? phone.clock.now() : Date.parse(c.now), c.zone ?? 480, c.still ?? false),
  advance: (phone, c) => phone.clock.advance(c.ms ?? 0),
};

async function answer(phone: NodePhone, line: string): Promise<unknown> {
  try {
    const command = JSON.parse(line) as Command;
    const run = COMMANDS[command.do];
    if (run === undefined) return { ok: false, fault: { code: 'command_unknown', details: { known: Object.keys(COMMANDS) } } };
    return { ok: true, result: (await run(phone, command)) ?? null };
  } catch (thrown) {
    const plain = thrown as { code?: unknown };
    return { ok: false, fault: typeof plain.code === 'string' && !(thrown instanceof Error) ? thrown : toFault(thrown) };
  }
}

const { values } = parseArgs({ options: { server: { type: 'string' }, name: { type: 'string', default: 'mingcha' } } });
if (values.server === undefined) {
  process.stderr.write('usage: node phone.mjs --server URL [--name NAME], then one JSON command a line\n');
  process.exit(2);
}
const phone = new NodePhone(values.server, values.name);
for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() !== '') process.stdout.write(`${JSON.stringify(await answer(phone, line))}\n`);
}
