/** Vitest rewrites dynamic imports, and prepares for that only those workers that it knows of: here for all others. */
Object.assign(globalThis, { __vitest_browser_runner__: { wrapDynamicImport: (load: () => unknown) => load() } });
