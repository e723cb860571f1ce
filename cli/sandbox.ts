/** Whether a browser runs with its sandbox, which protects the user's files from a compromised page. */

export interface WithoutSandbox {
  readonly arguments: readonly string[];
  /** For the user: why there is no sandbox, and how to get one. */
  readonly notice: string;
}

const withoutIt = ['--no-sandbox'];

/** Chromium does not start with a sandbox as root. */
const asRoot: WithoutSandbox = {
  arguments: withoutIt,
  notice: 'The browser runs without its sandbox, because root cannot use one; other users can.',
};

/** puppeteer itself reads this variable, without a notice. */
const asWished: WithoutSandbox = {
  arguments: withoutIt,
  notice: 'The browser runs without its sandbox, because PUPPETEER_DANGEROUS_NO_SANDBOX is set.',
};

/** The kernel or container does not allow user namespaces. */
export const notToBeHad: WithoutSandbox = {
  arguments: withoutIt,
  notice:
    'The browser runs without its sandbox, which cannot start here; it needs user namespaces ' +
    '(kernel.apparmor_restrict_unprivileged_userns=0, or a seccomp profile that allows clone and unshare).',
};

/** Why this user's browser is started without a sandbox; undefined if it is started with one. */
export function withoutSandboxOf(env: NodeJS.ProcessEnv): WithoutSandbox | undefined {
  if (process.getuid?.() === 0) return asRoot;
  return env['PUPPETEER_DANGEROUS_NO_SANDBOX'] === 'true' ? asWished : undefined;
}

/** @param said error output of a browser that ended immediately */
export function lacksSandbox(said: string): boolean {
  return /no usable sandbox|failed to move to new namespace|suid sandbox helper/i.test(said);
}
