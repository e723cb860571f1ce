// The package's main file is CommonJS under a name that Node takes for a module; this one runs everywhere.
declare module 'wgsl_reflect/wgsl_reflect.module.js' {
  export * from 'wgsl_reflect';
}
