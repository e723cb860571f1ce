/** A camera or a video file as a playing video element; every failure is an error with a code. */
import type { Size } from '../../pipeline/types.ts';
import { own } from '../../own.ts';
import { CamLensError, type ErrorCode } from '../../errors.ts';

export type Facing = 'user' | 'environment';

/** The part of `navigator.mediaDevices` that is needed. */
export type Cameras = Pick<MediaDevices, 'getUserMedia'>;

/** What each failure of `getUserMedia` means; others are failures of a camera that exists. */
const failures: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  NotAllowedError: [
    'camera-denied',
    'The camera was not allowed, by the visitor, the browser or the policy of the page.',
  ],
  SecurityError: ['camera-denied', 'The camera is not allowed on this page.'],
  NotFoundError: ['camera-missing', 'There is no camera.'],
  OverconstrainedError: ['camera-missing', 'There is no such camera.'],
};

/** More pixels than networks look at would only take time. */
const liveSize: Size = { width: 640, height: 480 };

/**
 * Asks for the camera: the browser may ask its user.
 * @param facing preferred; any other camera if there is none
 * @param cameras undefined where the browser offers none
 * @param size preferred, in pixels
 * @throws CamLensError `camera-insecure` without HTTPS, `camera-denied`, `camera-missing`
 */
export async function openCamera(
  facing: Facing,
  cameras: Cameras | undefined,
  size: Size = liveSize,
): Promise<MediaStream> {
  if (cameras === undefined) {
    throw new CamLensError('camera-insecure', 'Browsers offer the camera only to pages that are served over HTTPS.');
  }
  try {
    const video = { facingMode: facing, width: { ideal: size.width }, height: { ideal: size.height } };
    return await cameras.getUserMedia({ video, audio: false });
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : '';
    const [code, message] = own(failures, name) ?? [
      'camera-missing',
      'The camera does not start; another program may be using it.',
    ];
    throw new CamLensError(code, message, { cause });
  }
}

/** `navigator.mediaDevices`, which insecure pages lack, whatever its type says. */
export function camerasHere(): Cameras | undefined {
  return (navigator as { readonly mediaDevices?: MediaDevices }).mediaDevices;
}

export function endCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/**
 * Plays a camera or a video, muted, until the signal aborts.
 * @returns when its size is known and its first frame is there
 * @throws CamLensError `video-unreadable`; the reason of the signal
 */
export async function play(video: HTMLVideoElement, source: MediaStream | string, signal: AbortSignal): Promise<void> {
  const isLoaded = new Promise<void>((resolve, reject) => {
    video.addEventListener('loadeddata', () => resolve(), { signal });
    video.addEventListener('error', () => reject(unreadableVideo(source, video.error)), { signal });
    signal.addEventListener('abort', () => reject(signal.reason as CamLensError));
  });
  if (typeof source === 'string') video.src = source;
  else video.srcObject = source;
  // Loading reports all that can go wrong here.
  video.play().catch(() => undefined);
  await isLoaded;
  if (video.videoWidth === 0) throw unreadableVideo(source, null);
}

/** Ends playing, and frees what was loaded. */
export function endVideo(video: HTMLVideoElement): void {
  video.pause();
  video.srcObject = null;
  if (!video.hasAttribute('src')) return;
  video.removeAttribute('src');
  video.load();
}

/** @param error as the video element has it; null: it plays, but without pictures */
export function unreadableVideo(source: MediaStream | string, error: MediaError | null): CamLensError {
  const name = typeof source === 'string' ? source : 'The video of the camera';
  const why =
    error?.code === MediaError.MEDIA_ERR_DECODE || error === null
      ? 'has no pictures that this browser can decode'
      : 'was not found, may not be read by this page, or is of a kind that this browser does not decode';
  return new CamLensError('video-unreadable', `${name} ${why}.`);
}
