/** What `<cam-lens-live>` does: starts a camera or video, explains its newest frames one at a time, and ends it all. */
import type { ReactiveControllerHost } from 'lit';
import { CamLensError, describeError } from '../../errors.ts';
import type { Lens, PaintOptions } from '../../pipeline/api/lens.ts';
import type { LoadProgress } from '../../pipeline/load-progress.ts';
import type { Size } from '../../pipeline/types.ts';
import { emit } from '../shared/events.ts';
import { FrameGate } from './frame-gate.ts';
import { isInView } from './in-view.ts';
import { explainFrame, type LiveAsked, type LiveResult } from './live-frame.ts';
import {
  camerasHere,
  endCamera,
  endVideo,
  openCamera,
  play,
  unreadableVideo,
  type Facing,
} from '../shared/live-source.ts';
import { nextFrame } from './next-frame.ts';
import { LensShare, type LensWish } from './shared-lens.ts';
import type { WorkFailure, WorkProgress } from '../shared/work-words.ts';

/** The element: its wishes are read for every frame. It fires the events. */
type LiveHost = ReactiveControllerHost &
  Element &
  LiveAsked &
  LensWish & { readonly src: string; readonly facing: Facing };

/** What the element shows. */
export interface LiveView {
  readonly video: () => HTMLVideoElement;
  /** Explained frames per second, at most. */
  readonly rate: () => number;
  /** How to paint a frame of this size. */
  readonly look: (frame: Size) => Pick<PaintOptions, 'opacity' | 'colourMap'> & Size;
  /** Shows a frame that was explained; its bitmap is closed afterwards. */
  readonly show: (result: LiveResult) => void;
}

/** From start to stop. */
interface Run {
  readonly ending: AbortController;
  readonly gate: FrameGate;
  readonly share: LensShare;
  started: Promise<void>;
  stream: MediaStream | undefined;
  isPlaying: boolean;
  /** The video has ended; its last frame may still be explained. */
  isOver: boolean;
  cancelFrame: () => void;
}

export class LiveWork {
  readonly #host: LiveHost;
  readonly #view: LiveView;
  #run: Run | undefined;
  #progress: WorkProgress | undefined;
  #failure: WorkFailure | undefined;
  #isAway = false;

  constructor(host: LiveHost, view: LiveView) {
    this.#host = host;
    this.#view = view;
  }

  /** It was started, and has neither stopped nor failed; it may be paused because nobody can see it. */
  get isRunning(): boolean {
    return this.#run !== undefined;
  }

  /** What is awaited before the first frame. */
  get progress(): WorkProgress | undefined {
    return this.#progress;
  }

  get failure(): WorkFailure | undefined {
    return this.#failure;
  }

  /**
   * @returns when the camera or video plays; if it is already started, nothing changes
   * @throws CamLensError as `openCamera` and `play`; `stopped`
   */
  start(): Promise<void> {
    if (this.#run !== undefined) return this.#run.started;
    const { backend, model, src } = this.#host;
    this.#failure = undefined;
    this.#progress =
      src === ''
        ? { step: 'camera', message: 'Waiting for the camera' }
        : { step: 'video', message: 'Loading the video' };
    const share = new LensShare({ backend, model }, (progress) => this.#follow(run, progress));
    const run: Run = {
      ...{ ending: new AbortController(), gate: new FrameGate(), share, started: Promise.resolve() },
      ...{ stream: undefined, isPlaying: false, isOver: false, cancelFrame: () => undefined },
    };
    this.#run = run;
    run.started = this.#begin(run);
    run.started.catch((error: unknown) => this.#fail(run, error));
    share.lens.catch((error: unknown) => this.#fail(run, error));
    this.#host.requestUpdate();
    return run.started;
  }

  /** Stops camera, video and work. */
  stop(): void {
    const run = this.#run;
    if (run === undefined) return;
    this.#run = this.#progress = undefined;
    run.cancelFrame();
    run.ending.abort(new CamLensError('stopped', 'The video was stopped.'));
    if (run.stream !== undefined) endCamera(run.stream);
    endVideo(this.#view.video());
    run.share.giveBack();
    this.#host.requestUpdate();
  }

  /** Whether nobody can see the element: it is then paused. */
  setAway(isAway: boolean): void {
    if (this.#isAway === isAway) return;
    this.#isAway = isAway;
    const run = this.#run;
    if (run?.isPlaying !== true || run.isOver) return;
    if (isAway) this.#pause(run);
    else {
      this.#view
        .video()
        .play()
        .catch(() => undefined);
      this.#await(run);
    }
  }

  async #begin(run: Run): Promise<void> {
    const { src, facing } = this.#host;
    const { signal } = run.ending;
    if (src === '') {
      const stream = await openCamera(facing, camerasHere());
      // It was stopped while the browser asked its user.
      if (signal.aborted) endCamera(stream);
      signal.throwIfAborted();
      run.stream = stream;
      const lost = new CamLensError('camera-missing', 'The camera was disconnected, or is no longer allowed.');
      for (const track of stream.getTracks()) track.addEventListener('ended', () => this.#fail(run, lost), { signal });
    }
    const [video, source] = [this.#view.video(), run.stream ?? new URL(src, document.baseURI).href];
    await play(video, source, signal);
    video.addEventListener('ended', () => this.#finish(run), { signal });
    video.addEventListener('error', () => this.#fail(run, unreadableVideo(source, video.error)), { signal });
    emit(this.#host, 'cam-lens-load', { width: video.videoWidth, height: video.videoHeight });
    if (run.stream === undefined) await this.#holdUntilLoaded(run, video);
    run.isPlaying = true;
    this.#host.requestUpdate();
    if (this.#isAway) this.#pause(run);
    else this.#await(run);
  }

  /** A short video would be over before the network is there. */
  async #holdUntilLoaded({ share, ending: { signal } }: Run, video: HTMLVideoElement): Promise<void> {
    video.pause();
    await share.lens;
    signal.throwIfAborted();
    video.play().catch(() => undefined);
  }

  /** The video has ended. */
  #finish(run: Run): void {
    run.isOver = true;
    run.cancelFrame();
    if (!run.gate.isBusy) this.stop();
  }

  #pause(run: Run): void {
    run.cancelFrame();
    run.gate.pause();
    this.#view.video().pause();
  }

  #await(run: Run): void {
    run.cancelFrame();
    run.cancelFrame = nextFrame(this.#view.video(), (played) => {
      if (this.#run !== run) return;
      if (run.gate.offer(performance.now(), played, this.#view.rate())) void this.#explain(run);
      this.#await(run);
    });
  }

  async #explain(run: Run): Promise<void> {
    const { ending, gate, share } = run;
    const { signal } = ending;
    try {
      const result = await share.take(
        () => isInView(this.#host),
        signal,
        (lens) => this.#explainNow(lens, signal),
      );
      gate.end(!signal.aborted);
      if (!signal.aborted) this.#show(result, gate);
      result.blend.close();
      if (run.isOver && this.#run === run) this.stop();
    } catch (error) {
      gate.end(false);
      this.#fail(run, error);
    }
  }

  /** The frame that the video shows when its turn has come. */
  async #explainNow(lens: Lens, signal: AbortSignal): Promise<LiveResult> {
    const frame = await createImageBitmap(this.#view.video());
    return explainFrame(lens, frame, this.#host, this.#view.look(frame), signal);
  }

  #show(result: LiveResult, { counts }: FrameGate): void {
    this.#progress = undefined;
    this.#view.show(result);
    this.#host.requestUpdate();
    const { explained, explanation, methodTitle } = result;
    const { classes, timings } = explained;
    emit(this.#host, 'cam-lens-explain', { methodTitle, classes, timings, boxes: explanation.boxes, frames: counts });
  }

  #follow(run: Run, progress: LoadProgress): void {
    if (this.#run !== run || this.#progress === undefined) return;
    this.#progress = progress;
    this.#host.requestUpdate();
    emit(this.#host, 'cam-lens-progress', this.#progress);
  }

  #fail(run: Run, error: unknown): void {
    if (this.#run !== run) return;
    this.stop();
    const { code, message } = describeError(error);
    this.#failure = { code, message };
    this.#host.requestUpdate();
    emit(this.#host, 'cam-lens-error', this.#failure);
  }
}
