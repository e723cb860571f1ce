/** Passes each sentence on the first time that it is said. */
export function onceEach(): (sentence: string, tell: ((sentence: string) => void) | undefined) => void {
  const told = new Set<string>();
  return (sentence, tell) => {
    if (tell === undefined || told.has(sentence)) return;
    told.add(sentence);
    tell(sentence);
  };
}
