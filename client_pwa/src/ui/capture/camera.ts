/* The in-app camera: the largest still that the browser offers, silent, without flash, nothing in the gallery. */
import type { Fault } from '../../store/port';

const FAULTS: Record<string, string> = {
  NotAllowedError: 'camera_refused', SecurityError: 'camera_refused',
  NotFoundError: 'camera_missing', OverconstrainedError: 'camera_missing',
  NotReadableError: 'camera_busy', AbortError: 'camera_busy',
};

export async function openCamera(): Promise<MediaStream> {
  if (!navigator.mediaDevices?.getUserMedia) throw { code: 'camera_missing' } satisfies Fault;
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: 'environment' }, width: { ideal: 4096 }, height: { ideal: 3072 } },
    });
  } catch (error) {
    throw { code: FAULTS[error instanceof DOMException ? error.name : ''] ?? 'camera_missing' } satisfies Fault;
  }
}

export function closeCamera(stream: MediaStream | null): void {
  stream?.getTracks().forEach((track) => { track.stop(); });
}

/** ImageCapture where it exists (the sensor's own size), else the video frame, which is what iOS and Firefox give. */
export async function takeStill(stream: MediaStream, video: HTMLVideoElement): Promise<ArrayBuffer> {
  const [track] = stream.getVideoTracks();
  const still = track && 'ImageCapture' in globalThis ? await sensorStill(track) : null;
  const blob = still ?? await frame(video);
  if (!blob || blob.size === 0) throw { code: 'camera_failed' } satisfies Fault;
  return blob.arrayBuffer();
}

interface Capabilities { imageWidth?: { max: number }; imageHeight?: { max: number }; fillLightMode?: string[] }
interface Capture { getPhotoCapabilities(): Promise<Capabilities>; takePhoto(settings: object): Promise<Blob> }
declare const ImageCapture: new (track: MediaStreamTrack) => Capture;

async function sensorStill(track: MediaStreamTrack): Promise<Blob | null> {
  try {
    const capture = new ImageCapture(track);
    const can = await capture.getPhotoCapabilities();
    const settings = {
      ...(can.imageWidth ? { imageWidth: can.imageWidth.max } : {}),
      ...(can.imageHeight ? { imageHeight: can.imageHeight.max } : {}),
      ...(can.fillLightMode?.includes('off') ? { fillLightMode: 'off' } : {}),
    };
    return await within(5000, capture.takePhoto(settings));
  } catch {
    return null; // some drivers announce a size that they can't deliver; the frame still can be had
  }
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return Promise.race([work, new Promise<T>((_, fail) => { setTimeout(() => { fail(new Error('timeout')); }, ms); })]);
}

function frame(video: HTMLVideoElement): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  return new Promise((done) => { canvas.toBlob(done, 'image/jpeg', 0.95); });
}
