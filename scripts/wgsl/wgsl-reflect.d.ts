// The package's main file is CommonJS, but Node takes it for an ES module because of its name. This one works
// everywhere.
declare module 'wgsl_reflect/wgsl_reflect.module.js' {
  export * from 'wgsl_reflect';
}
