/** How each box is drawn and listed: CAM blue, Grad-CAM green, truth red, and never distinguished by colour alone. */
import { bestIou, boxArea } from '../../evaluation/iou.ts';
import { boxStyle, type BoxStyle } from '../../pipeline/recipe/box-colours.ts';
import type { MethodInfo } from '../../pipeline/api/lens.ts';
import type { Box, Size } from '../../pipeline/types.ts';
import type { Explanation } from '../../pipeline/recipe/explanation.ts';
import type { Settings } from './settings.ts';
import { layerOf } from './layer-of.ts';

export interface BoxMark {
  /** `truth:0`, … or the method's name. */
  readonly key: string;
  readonly title: string;
  /** null: the method found nothing. */
  readonly box: Box | null;
  /** Best over the true boxes; undefined for these themselves, and if none is known. */
  readonly iou?: number;
  /** Share of the picture's area inside the box. */
  readonly share?: number;
  readonly stroke: BoxStyle;
}

/**
 * @param shown the methods whose boxes are shown, at this layer
 * @param picture size of the picture, once known
 */
export function boxMarks(
  explanations: readonly Explanation[],
  shown: Pick<Settings, 'methods' | 'layer'>,
  methods: readonly MethodInfo[],
  truths: readonly Box[],
  picture: Size | undefined,
): readonly BoxMark[] {
  const share = (box: Box | null) => {
    if (picture === undefined || box === null) return {};
    return { share: boxArea(box) / (picture.width * picture.height) };
  };
  const found = methods.flatMap((method): BoxMark[] => {
    const { name, title } = method;
    const at = layerOf(method, shown.layer);
    const explanation = explanations.find((one) => one.method === name && one.layer === at);
    if (explanation === undefined || !shown.methods.includes(name)) return [];
    const { box } = explanation;
    const overlap = bestIou(box, truths);
    return [
      {
        ...{ key: name, title, box, stroke: boxStyle(name) },
        ...(overlap === undefined ? {} : { iou: overlap }),
        ...share(box),
      },
    ];
  });
  const known = truths.map((box, index): BoxMark => {
    return { key: `truth:${index}`, title: 'True box', box, ...share(box), stroke: boxStyle('truth') };
  });
  return [...known, ...found];
}
