/** `cam-lens completion`: prints a script with which a shell completes the command's arguments on Tab. */
import { CamLensError } from '../../src/errors.ts';
import { own } from '../../src/own.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { didYouMean } from '../nearest.ts';
import { parseOptions } from '../parse-options.ts';
import { refuseMore } from '../positionals.ts';

/** Each calls `cam-lens complete`, and completes file names if that prints nothing. */
const scripts: Readonly<Record<string, string>> = {
  bash: `# eval "$(cam-lens completion bash)", in ~/.bashrc
_cam_lens() {
  local IFS=$'\\n'
  COMPREPLY=($(cam-lens complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o bashdefault -o default -F _cam_lens cam-lens
`,
  zsh: `# eval "$(cam-lens completion zsh)", in ~/.zshrc, after compinit
_cam_lens() {
  local -a found
  found=("\${(@f)$(cam-lens complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${found[1]}" ]]; then compadd -a found; else _files; fi
}
compdef _cam_lens cam-lens
`,
  fish: `# cam-lens completion fish > ~/.config/fish/completions/cam-lens.fish
complete -c cam-lens -a '(cam-lens complete -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
`,
};

const shells = Object.keys(scripts);

export const completion: Command = {
  positionals: shells.join('|'),
  help: 'Prints a script that adds completion of commands, options and values to a shell.',
  options: {},
  words: shells,
  run(words, terminal) {
    const { positionals } = parseOptions({}, words);
    refuseMore(positionals, 1);
    const shell = positionals[0] ?? '';
    const script = own(scripts, shell);
    if (script === undefined) {
      const what = shell === '' ? 'No shell was named' : `There is no completion for "${shell}"`;
      throw new CamLensError('bad-option', `${what}: ${shells.join(', ')}.${didYouMean(shell, shells)}`);
    }
    terminal.print(script);
    return Promise.resolve(exitCodes.done);
  },
};
