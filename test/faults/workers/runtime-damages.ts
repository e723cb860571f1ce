/** What can come in place of ONNX Runtime's WebAssembly. */
export const runtimeDamages = ['cut off', 'the page instead', 'an empty module', 'another build'] as const;

export type RuntimeDamage = (typeof runtimeDamages)[number];
