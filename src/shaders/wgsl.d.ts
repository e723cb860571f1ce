declare module '*.wgsl' {
  // A declaration for all files of a kind can import types in no other way.
  // eslint-disable-next-line @typescript-eslint/consistent-type-imports
  const module: import('./wgsl-module.ts').WgslModule;
  export { module as default };
}
