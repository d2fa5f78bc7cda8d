/* One family of faults in the client. The code leads to a sentence in the person's language; nothing else is shown. */

export class FaultError extends Error {
  readonly code: string;
  readonly details: Record<string, unknown>;
  /** The server's own sentence, when it sent one. */
  readonly sentence: { zh: string; en: string } | null;

  constructor(code: string, details: Record<string, unknown> = {}, sentence: { zh: string; en: string } | null = null, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause });
    this.name = 'FaultError';
    this.code = code;
    this.details = details;
    this.sentence = sentence;
  }
}

export function isFault(thrown: unknown, code?: string): thrown is FaultError {
  return thrown instanceof FaultError && (code === undefined || thrown.code === code);
}
