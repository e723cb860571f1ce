import { css, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { CamLensError, describeError } from '../../errors.ts';
import { emit } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import { camerasHere, endCamera, endVideo, openCamera, play, type Facing } from '../shared/live-source.ts';
import { button } from '../shared/styles/button.ts';
import { dialogStyles } from '../shared/styles/dialog.ts';
import { tokens } from '../shared/styles/tokens.ts';

/** As many pixels as explaining one picture is quick with. */
const photoSize = { width: 1920, height: 1440 };
const otherFacing: Readonly<Record<Facing, Facing>> = { user: 'environment', environment: 'user' };

/**
 * Takes a photo with the device's camera, which runs only while the dialog is open.
 *
 * @fires cam-lens-files - the photo, as a PNG
 * @fires cam-lens-dialog-close - it is taken, or was cancelled
 */
export class CamLensCameraDialog extends LitElement {
  static override readonly styles = [
    tokens,
    button,
    dialogStyles,
    css`
      video {
        display: block;
        width: 100%;
        max-height: 60vh;
        aspect-ratio: 4 / 3;
        margin-top: 12px;
        border-radius: 7px;
        background: var(--well);
        object-fit: contain;
      }
      video[hidden] {
        display: none;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 10px;
        margin-top: 12px;
      }
    `,
  ];

  @property({ type: Boolean }) open = false;

  @state() private isPlaying = false;
  @state() private fault = '';
  @state() private facing: Facing = 'environment';

  @query('dialog') private readonly dialog!: HTMLDialogElement;
  @query('video') private readonly video!: HTMLVideoElement;
  /** Ends the camera. */
  #running: AbortController | undefined;

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('open') || this.open === this.dialog.open) return;
    if (this.open) {
      this.dialog.showModal();
      void this.#start();
    } else this.dialog.close();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#end();
  }

  async #start(): Promise<void> {
    this.#end();
    const { signal } = (this.#running = new AbortController());
    try {
      const stream = await openCamera(this.facing, camerasHere(), photoSize);
      signal.addEventListener('abort', () => endCamera(stream));
      if (signal.aborted) endCamera(stream);
      signal.throwIfAborted();
      const onEnd = (): void => this.#fail(new CamLensError('camera-missing', 'The camera has stopped.'));
      for (const track of stream.getTracks()) track.addEventListener('ended', onEnd, { signal });
      await play(this.video, stream, signal);
      this.isPlaying = true;
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#end();
    this.fault = describeError(error).message;
  }

  #end(): void {
    this.#running?.abort();
    this.#running = undefined;
    if (this.hasUpdated) endVideo(this.video);
    this.isPlaying = false;
    this.fault = '';
  }

  async #take(): Promise<void> {
    const { video } = this;
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    canvas.getContext('2d')?.drawImage(video, 0, 0);
    const running = this.#running;
    const photo = await canvas.convertToBlob().catch((error: unknown) => {
      if (this.#running === running) this.#fail(error);
    });
    if (photo === undefined || this.#running !== running) return;
    this.#close();
    emit(this, 'cam-lens-files', { files: [new File([photo], 'photo.png', { type: photo.type })] });
  }

  #close(): void {
    this.#end();
    if (this.open) emit(this, 'cam-lens-dialog-close', null);
  }

  protected override render(): TemplateResult {
    const { isPlaying, fault } = this;
    return html`<dialog aria-labelledby="title" @close=${() => this.#close()}>
      <div class="head">
        <h2 id="title">Take a photo</h2>
        <button type="button" class="button" @click=${() => this.#close()}>Cancel</button>
      </div>
      <video muted playsinline ?hidden=${fault !== ''} aria-label="What the camera sees"></video>
      ${fault === '' ? '' : html`<p role="alert" class="fault">${fault}</p>`}
      <p role="status" class="busy">${isPlaying || fault !== '' ? '' : 'Waiting for the camera …'}</p>
      <div class="buttons">
        <button type="button" class="button main" ?disabled=${!isPlaying} @click=${() => void this.#take()}>
          Take it
        </button>
        ${
          fault === ''
            ? html`<button
                type="button"
                class="button"
                ?disabled=${!isPlaying}
                @click=${() => {
                  this.facing = otherFacing[this.facing];
                  void this.#start();
                }}
              >
                Other camera
              </button>`
            : html`<button type="button" class="button" @click=${() => void this.#start()}>Try again</button>`
        }
      </div>
    </dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-camera-dialog': CamLensCameraDialog;
  }
}
