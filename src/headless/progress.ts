declare global {
  interface Window {
    /** Set by the command. */
    camLensProgress?: (message: string) => void;
  }
}

export function tellProgress({ message }: { readonly message: string }): void {
  window.camLensProgress?.(message);
}
