/* The segments of a JPEG (ITU T.81 annex B): its size from the frame header, and whether it reaches its end marker.
   A file that does not is shown as maybe damaged and kept all the same. Pure. */

export interface Shape { width: number | null; height: number | null; damaged: boolean }

const SOF = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

export function jpegShape(b: Uint8Array): Shape {
  const shape: Shape = { width: null, height: null, damaged: true };
  let at = 2;
  while (at + 4 <= b.length) {
    if (b[at] !== 0xff) return shape;
    const marker = b[at + 1] as number;
    if (marker === 0xff) { at += 1; continue; }
    const length = ((b[at + 2] as number) << 8) | (b[at + 3] as number);
    if (SOF(marker) && at + 9 <= b.length) {
      shape.height = ((b[at + 5] as number) << 8) | (b[at + 6] as number);
      shape.width = ((b[at + 7] as number) << 8) | (b[at + 8] as number);
    }
    at += 2 + length;
    if (marker === 0xda) { // start of scan: entropy-coded data runs from here to the next marker
      shape.damaged = !endsAfter(b, at) || shape.width === null;
      return shape;
    }
  }
  return shape;
}

/** An end-of-image marker must stand somewhere behind the scan; phones often append data of their own after it. */
function endsAfter(b: Uint8Array, from: number): boolean {
  for (let i = b.length - 2; i >= from; i -= 1) if (b[i] === 0xff && b[i + 1] === 0xd9) return true;
  return false;
}
