/** The paper's Figure 5: CAM blue, Grad-CAM green, truth red; other methods get a colour of their own. Every box carries
 * its name too, so colour alone never carries the meaning. */
const boxColours: Readonly<Record<string, string>> = {
  truth: '#e5383b',
  cam: '#2f7bf6',
  'grad-cam': '#1fa85a',
};

export function boxColour(name: string): string {
  return boxColours[name] ?? '#b45fe0';
}
