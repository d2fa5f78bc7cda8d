/* The whole of what screens may know of storage. Screens import this file's types and receive one `FieldPort`;
   nothing in `field`, `ui` or `shell` touches IndexedDB, keys or the network itself. */

export type Phase = 'unsupported' | 'new' | 'locked' | 'open';

/** A refusal or fault in words: `code` leads to a catalogue text, `message` is the server's own sentence if it sent one. */
export interface Fault { code: string; message?: { zh: string; en: string }; details?: Record<string, unknown> }

export type EntryFate = 'unsent' | 'unknown' | 'received' | 'logged' | 'quarantined' | 'refused' | 'forked';
/** received: the server has the entry, but not yet every photograph of it; logged: receipts for all of it are here. */

export interface MediaIn { bytes: ArrayBuffer; type: string; name: string | null; width: number | null; height: number | null; source: 'camera' | 'picker' }
export interface MediaRef { sd: string; sha256: string; size: number; type: string; name: string | null; width: number | null; height: number | null; sentBytes: number; received: boolean; kept: boolean }

export interface OpenEntry {
  id: string; seq: number; type: string; at: string; elapsedMs: number; session: string;
  data: Record<string, unknown>; private: Record<string, unknown>; media: MediaRef[]; fate: EntryFate; fault: Fault | null; leaf: number | null;
}

export interface Bundle<T = unknown> { sha256: string; kind: string; body: T }

export interface SyncStatus {
  running: boolean;
  unsent: number; unknown: number; received: number; logged: number; refused: number;
  mediaUnsent: number; bytesUnsent: number;
  oldestUnsentAt: string | null; lastSuccessAt: string | null; nextTryAt: string | null;
  lastFault: Fault | null;
  /** 'broken': the server's ledger contradicts what this phone saw. Nothing is purged; capture goes on. */
  ledger: 'unseen' | 'consistent' | 'broken';
  device: 'active' | 'frozen' | 'revoked' | 'unknown';
  checkpointSize: number | null;
}

export interface OfficeInfo { id: string; zh: string; en: string; filingNumber: string; complaints: string; deviceId: string }

export interface Draft { key: string; body: unknown; media: MediaIn[]; savedAt: string }

/** A draft without its pictures: enough to find it again. */
export type DraftNote = Pick<Draft, 'key' | 'body' | 'savedAt'>;

export interface FieldPort {
  phase(): Promise<Phase>;
  office(): Promise<OfficeInfo | null>;
  /** Faults thrown are `Fault`: enrol_code_unknown, enrol_code_used, enrol_code_expired, office_key_mismatch, passphrase_weak, offline, not_our_server, … */
  enrol(code: string, passphrase: string, officeKey: string | null): Promise<void>;
  unlock(passphrase: string): Promise<void>; // throws passphrase_wrong
  lock(): Promise<void>;
  /** `draft` is dropped in the same transaction. Resolves only when the sealed entry and its media were written and read back. Throws photo_empty, photo_too_large, entry_too_large, storage_full, … */
  append(type: string, clear: Record<string, unknown>, priv: Record<string, unknown>, media?: MediaIn[], draft?: string | null): Promise<OpenEntry>;
  entries(visit?: string): Promise<OpenEntry[]>; // in order of seq; needs the vault open
  media(entry: string, sd: string): Promise<ArrayBuffer>; // opened original
  bundles<T>(kind: string): Promise<Bundle<T>[]>;
  putDraft(d: { key: string; body: unknown; media: MediaIn[] }): Promise<void>;
  draft(key: string): Promise<Draft | null>;
  drafts(prefix?: string): Promise<DraftNote[]>; // newest first; a damaged one is left out and stays where it is
  dropDraft(key: string): Promise<void>;
  status(): Promise<SyncStatus>;
  syncNow(): Promise<SyncStatus>; // never throws: faults are in the status
  subscribe(listener: (s: SyncStatus) => void): () => void;
  storage(): Promise<{ persistent: boolean; usage: number; quota: number }>;
  newId(): string; // UUIDv7
}
