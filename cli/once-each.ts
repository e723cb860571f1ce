/** Forwards each sentence only the first time. */
export function onceEach(): (sentence: string, tell: ((sentence: string) => void) | undefined) => void {
  const told = new Set<string>();
  return (sentence, tell) => {
    if (tell === undefined || told.has(sentence)) return;
    told.add(sentence);
    tell(sentence);
  };
}
