import { css, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, queryAll } from 'lit/decorators.js';
import { colourMaps } from '../../pipeline/colours.ts';
import type { ColourMap } from '../../pipeline/types.ts';
import { emit } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import { button } from '../shared/styles/button.ts';
import { tokens } from '../shared/styles/tokens.ts';
import { rawValue } from '../shared/words.ts';
import { channelOrders, channelsAtOnce } from './channels.ts';
import type { ChannelTile, ShownChannels } from './model-protocol.ts';
import { channelPixels, type ColourRange } from './paint-channel.ts';

/**
 * Channels of a layer as a grid of tiles, each with its number and its value.
 *
 * @fires cam-lens-more - show more channels
 */
export class CamLensChannelGrid extends LitElement {
  static override readonly styles = [
    tokens,
    button,
    css`
      :host {
        display: block;
      }
      ol {
        list-style: none;
        margin: 0;
        padding: 0;
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(96px, 1fr));
        gap: 12px 10px;
      }
      canvas {
        display: block;
        width: 100%;
        height: auto;
        border-radius: 4px;
        /* Its colours are what it says. */
        forced-color-adjust: none;
      }
      .coarse canvas {
        image-rendering: pixelated;
      }
      .caption {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 6px;
        margin-top: 3px;
        font-size: 0.75rem;
      }
      .value {
        color: var(--soft);
      }
      .line {
        flex-basis: 100%;
        color: var(--soft);
      }
      .whole {
        white-space: nowrap;
      }
      .more {
        margin-top: 14px;
      }
    `,
  ];

  @property({ attribute: false }) shown: ShownChannels | undefined;
  @property() colourMap: ColourMap = 'viridis';
  /** The colours span the values of all tiles, instead of each tile's own. */
  @property({ type: Boolean }) alike = false;

  @queryAll('canvas') private readonly canvases!: NodeListOf<HTMLCanvasElement>;

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.size > 0) this.#paint();
  }

  #paint(): void {
    const { shown } = this;
    if (shown === undefined) return;
    const { width, height, tiles } = shown;
    const common = sharedRange(tiles);
    for (const [i, canvas] of this.canvases.entries()) {
      const tile = tiles[i];
      const context = canvas.getContext('2d', { willReadFrequently: true });
      if (tile === undefined || context === null) continue;
      const pixels = channelPixels(tile.values, this.alike ? common : rangeOf(tile), colourMaps[this.colourMap]);
      [canvas.width, canvas.height] = [width, height];
      context.putImageData(new ImageData(pixels, width, height), 0, 0);
    }
  }

  #tile(tile: ChannelTile, { kind, order, width, height }: ShownChannels): TemplateResult {
    const { value, noun } = channelOrders[order];
    const { minimum, maximum } = tile.statistics;
    const said = rawValue(value(tile));
    const [least, most, weight] = [minimum, maximum, tile.weight].map(rawValue);
    const words = `Channel ${tile.index}, ${kind}: ${noun} ${said}; from ${least} to ${most}; Grad-CAM weight ${weight}`;
    return html`<li>
      <canvas role="img" aria-label=${words} width=${width} height=${height}></canvas>
      <div class="caption" aria-hidden="true">
        <strong>${tile.index}</strong> <span class="value">${said}</span> <span class="line">${least} to ${most}</span>
        <span class="line">weight <span class="whole">${weight}</span></span>
      </div>
    </li>`;
  }

  protected override render(): TemplateResult {
    const { shown } = this;
    if (shown === undefined) return html``;
    const { tiles, channels, width } = shown;
    const left = channels - tiles.length;
    return html`<ol class=${width < coarse ? 'coarse' : ''}>
        ${tiles.map((tile) => this.#tile(tile, shown))}
      </ol>
      ${
        left === 0
          ? ''
          : html`<button type="button" class="button more" @click=${() => emit(this, 'cam-lens-more', null)}>
              ${moreInWords(left)}
            </button>`
      }`;
  }
}

/** Maps that are narrower than their tiles, in pixels, show their positions as squares. */
const coarse = 96;

/** @param left channels that are not shown yet, 1 or more */
export function moreInWords(left: number): string {
  if (left > channelsAtOnce) return `Show ${channelsAtOnce} more (${left.toLocaleString('en')} left)`;
  return `Show the last ${left === 1 ? 'one' : left}`;
}

function rangeOf({ statistics: { minimum, maximum } }: ChannelTile): ColourRange {
  return [minimum, maximum];
}

export function sharedRange(tiles: readonly ChannelTile[]): ColourRange {
  return tiles
    .map(rangeOf)
    .reduce(
      ([least, most], [minimum, maximum]) => [Math.min(least, minimum), Math.max(most, maximum)],
      [Infinity, -Infinity],
    );
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-channel-grid': CamLensChannelGrid;
  }
}
