/**
 * What ONNX Runtime prints. It binds the console when its WebAssembly starts, so it must be listened to before that.
 */
import { CamLensError } from '../../errors.ts';

let heard: string[] | undefined;
let isListening = false;

/** How long the last line may take. */
const patienceMs = 10_000;
const lookMs = 10;

/** From now on `printedUntil` can collect lines; all others are printed as before. */
export function listenToRuntime(): void {
  if (isListening) return;
  isListening = true;
  const print = console.log.bind(console);
  console.log = (...words: unknown[]) => {
    if (heard === undefined) print(...words);
    else heard.push(words.join(' '));
  };
}

/**
 * The lines that some work prints, which do not reach the console.
 * @throws CamLensError `internal` if the last line does not come: the runtime had started before `listenToRuntime`
 */
export async function printedUntil(isLast: (line: string) => boolean, work: () => void): Promise<readonly string[]> {
  const lines: string[] = [];
  heard = lines;
  try {
    work();
    const begunMs = performance.now();
    while (!isLast(lines.at(-1) ?? '')) {
      if (performance.now() - begunMs > patienceMs) {
        throw new CamLensError('internal', `ONNX Runtime printed ${lines.length} lines, and not the last one.`);
      }
      await new Promise((resolve) => setTimeout(resolve, lookMs));
    }
    return lines;
  } finally {
    heard = undefined;
  }
}
