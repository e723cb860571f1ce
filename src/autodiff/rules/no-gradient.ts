/** Operators whose outputs do not change with small changes of their inputs, or hold no floats: the walk ends there. */
export const noGradient: ReadonlySet<string> = new Set([
  ...['And', 'ArgMax', 'ArgMin', 'Ceil', 'Constant', 'ConstantOfShape', 'Equal', 'EyeLike', 'Floor', 'Greater'],
  ...['GreaterOrEqual', 'IsInf', 'IsNaN', 'Less', 'LessOrEqual', 'NonZero', 'Not', 'OneHot', 'Or', 'RandomNormal'],
  ...['RandomNormalLike', 'RandomUniform', 'RandomUniformLike', 'Range', 'Round', 'Shape', 'Sign', 'Size', 'Xor'],
]);
