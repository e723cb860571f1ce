/** The paper's Figure 5: CAM blue, Grad-CAM green, truth red; other methods share colours apart from these. Every box
 * carries its name too, so colour alone never carries the meaning. */
const boxColours: Readonly<Record<string, string>> = {
  truth: '#e5383b',
  cam: '#2f7bf6',
  'grad-cam': '#1fa85a',
};

const others = ['#b45fe0', '#e08a1e', '#12a5b5', '#d0579b', '#9a9f2a', '#8c82f5'] as const;

export function boxColour(name: string): string {
  return (
    boxColours[name] ?? others[Array.from(name).reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % others.length]!
  );
}
