/** Counts the memories of WebAssembly that scripts of this page or worker create: ONNX Runtime's and the CPU engine's. */

export interface WebAssemblyWatch {
  /** Of all memories that still exist. They never shrink, so this is their peak too. */
  readonly bytes: number;
  stop(): void;
}

/** Call it before ONNX Runtime is loaded: what exists already is not counted. */
export function watchWebAssembly(): WebAssemblyWatch {
  const { Memory } = WebAssembly;
  const created: WeakRef<WebAssembly.Memory>[] = [];
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      created.push(new WeakRef(this));
    }
  };
  return {
    get bytes(): number {
      return created.reduce((sum, memory) => sum + (memory.deref()?.buffer.byteLength ?? 0), 0);
    },
    stop: () => {
      WebAssembly.Memory = Memory;
    },
  };
}
