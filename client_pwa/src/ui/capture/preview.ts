/* A small picture of a photograph for the screen. It is a copy: the bytes that are kept and hashed are never touched.
   What this phone cannot show, or what would need too much memory, gets a neutral tile instead of an error. */
import { inspect, MAX_PREVIEW_PIXELS } from '../../field/photograph';

export type Preview = { kind: 'picture'; bitmap: ImageBitmap; damaged: boolean } | { kind: 'hidden' | 'large'; damaged: boolean };

const SIDE = 240;

export async function preview(bytes: ArrayBuffer): Promise<Preview> {
  const verdict = inspect(new Uint8Array(bytes));
  if (!verdict.ok) return { kind: 'hidden', damaged: true };
  const { type, width, height, damaged } = verdict.photo;
  if ((width ?? 0) * (height ?? 0) > MAX_PREVIEW_PIXELS) return { kind: 'large', damaged };
  const wide = (width ?? 0) >= (height ?? 0);
  try {
    // Only one side is given, so the browser keeps the proportions and turns the picture upright by itself.
    const bitmap = await createImageBitmap(new Blob([bytes], { type }), wide ? { resizeHeight: SIDE, resizeQuality: 'medium' } : { resizeWidth: SIDE, resizeQuality: 'medium' });
    return { kind: 'picture', bitmap, damaged };
  } catch {
    return { kind: 'hidden', damaged };
  }
}
