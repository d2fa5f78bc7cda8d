/* The bounds of protocol §2, checked before signing and never lowered later. Sizes in bytes. */

export const MAX_JWS = 32 * 1024;
export const MAX_DISCLOSURES = 64 * 1024;
export const MAX_MEDIA = 32;
export const MAX_MEDIUM = 64 * 1024 * 1024;
/** One sync request: at most this many entries and bytes. */
export const MAX_BATCH = 100;
export const MAX_REQUEST = 1024 * 1024;
export const MAX_WANT = 100;
/** One PATCH of an upload. */
export const MAX_CHUNK = 8 * 1024 * 1024;
