/** The chosen layer: what of it is shown and how, its statistics, its channels, and the file with its gradients. */
import type { TemplateResult } from 'lit';
import type { ColourMap } from '../../pipeline/types.ts';
import { colourGradient, colourMaps } from '../explain/colour-scales.ts';
import { html } from '../shared/html.ts';
import { rawValue } from '../shared/words.ts';
import { sharedRange } from './cam-lens-channel-grid.ts';
import { shapeInWords } from './cam-lens-layer-table.ts';
import { channelOrders, valueKinds, type ChannelOrderName, type LayerValueKind } from './channels.ts';
import type { Inspecting } from './inspecting.ts';
import type { ShownChannels } from './model-protocol.ts';
import { statisticsColumns } from './statistics-columns.ts';

interface ChannelLook {
  readonly colourMap: ColourMap;
  /** One range of colours for all channels. */
  readonly isAlike: boolean;
  readonly onColours: (colourMap: ColourMap) => void;
  readonly onAlike: (isAlike: boolean) => void;
  readonly onSave: () => void;
}

const keysOf = <Key extends string>(table: Readonly<Record<Key, unknown>>): readonly Key[] =>
  Object.keys(table) as Key[];

export function channelsSection(inspecting: Inspecting, look: ChannelLook): TemplateResult {
  const { choice, shown, refusal, isStale, inspector, work } = inspecting;
  const listed = inspector?.facts.layers.find(({ name }) => name === choice.layer);
  const sized = shown?.layer === choice.layer ? shown : listed;
  const shape = sized === undefined ? '' : ` · ${shapeInWords(sized)}`;
  return html`<section class="card channels" aria-labelledby="channels" aria-busy=${work !== ''}>
    <h2 id="channels">${choice.layer === '' ? 'The chosen layer' : `${choice.layer}${shape}`}</h2>
    <div class="choices">
      <fieldset>
        <legend>Show</legend>
        <div class="chips">${keysOf(valueKinds).map((kind) => kindChip(kind, inspecting))}</div>
      </fieldset>
      ${select(
        'Largest first, by',
        keysOf(channelOrders).map((name) => [name, channelOrders[name].title]),
        choice.order,
        (order) => inspecting.choose({ order: order as ChannelOrderName }),
      )}
      ${select(
        'Colours',
        colourMaps.map((name) => [name, name]),
        look.colourMap,
        (name) => look.onColours(name as ColourMap),
      )}
      ${select(
        'Range of the colours',
        [
          ['own', 'each channel’s own'],
          ['alike', 'one for all shown'],
        ],
        look.isAlike ? 'alike' : 'own',
        (range) => look.onAlike(range === 'alike'),
      )}
    </div>
    ${statisticsTable(inspecting)} ${shown === undefined ? '' : ramp(shown, look)}
    <div role="status">${refusal === undefined ? '' : html`<p class="refusal">${refusal}</p>`}</div>
    <cam-lens-channel-grid
      .shown=${shown}
      .colourMap=${look.colourMap}
      ?alike=${look.isAlike}
      ?inert=${isStale}
    ></cam-lens-channel-grid>
    <div class="save">
      <button
        type="button"
        class="button"
        id="save"
        ?disabled=${inspector === undefined || work !== ''}
        @click=${look.onSave}
      >
        Download the ONNX file with gradients
      </button>
      <span class="quiet">
        The model with two more outputs, the activations and gradients at this layer, for any ONNX runtime: what
        <code>cam-lens export</code> writes.
      </span>
    </div>
  </section>`;
}

function kindChip(kind: LayerValueKind, inspecting: Inspecting): TemplateResult {
  return html`<label class="chip">
    <input
      type="radio"
      name="kind"
      .value=${kind}
      .checked=${kind === inspecting.choice.kind}
      @change=${() => inspecting.choose({ kind })}
    />${valueKinds[kind]}
  </label>`;
}

function select(
  label: string,
  options: readonly (readonly [name: string, title: string])[],
  chosen: string,
  choose: (name: string) => void,
): TemplateResult {
  return html`<label class="select">
    <span>${label}</span>
    <select @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
      ${options.map(([name, title]) => html`<option .value=${name} .selected=${name === chosen}>${title}</option>`)}
    </select>
  </label>`;
}

function statisticsTable({ picture, choice }: Inspecting): TemplateResult | '' {
  const statistics = picture?.statistics.get(choice.layer);
  if (statistics === undefined || 'refusal' in statistics) return '';
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Statistics of the layer">
    <table>
      <thead>
        <tr>
          <th scope="col">All channels</th>
          ${statisticsColumns.map(({ title, meaning }) => html`<th scope="col" title=${meaning}>${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${keysOf(valueKinds).map(
          (kind) =>
            html`<tr>
              <th scope="row">${valueKinds[kind]}</th>
              ${statisticsColumns.map(({ text }) => html`<td>${text(statistics[kind])}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function ramp({ tiles }: ShownChannels, { colourMap, isAlike }: ChannelLook): TemplateResult {
  const [least, most] = isAlike ? sharedRange(tiles).map(rawValue) : ['smallest', 'largest'];
  const words = `Colour scale from ${least} to ${most}${isAlike ? '' : ' of each channel'}`;
  return html`<div class="range" role="img" aria-label=${words} title=${words}>
    <span>${least}</span>
    <span class="ramp" .style=${`background: ${colourGradient(colourMap)}`}></span>
    <span>${most}</span>
  </div>`;
}
