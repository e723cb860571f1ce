/** Whether a browser has its sandbox, which keeps what a page could break into away from the user's files. */

export interface WithoutSandbox {
  readonly arguments: readonly string[];
  /** For people: why there is none, and what gives them one. */
  readonly notice: string;
}

const withoutIt = ['--no-sandbox'];

/** Chromium refuses to start with a sandbox where root starts it. */
const asRoot: WithoutSandbox = {
  arguments: withoutIt,
  notice: 'The browser runs without its sandbox, as root has to start it so; any other user gets one.',
};

/** What puppeteer does without a word where its environment says so. */
const asWished: WithoutSandbox = {
  arguments: withoutIt,
  notice: 'The browser runs without its sandbox, as PUPPETEER_DANGEROUS_NO_SANDBOX asks for.',
};

/** A kernel or a container without user namespaces for its users. */
export const notToBeHad: WithoutSandbox = {
  arguments: withoutIt,
  notice:
    'The browser runs without its sandbox, which cannot start here; it does where user namespaces are allowed ' +
    '(kernel.apparmor_restrict_unprivileged_userns=0, or a seccomp profile that has clone and unshare).',
};

/** Why a browser of this user is started without; undefined where it is started with one. */
export function withoutSandboxOf(env: NodeJS.ProcessEnv): WithoutSandbox | undefined {
  if (process.getuid?.() === 0) return asRoot;
  return env['PUPPETEER_DANGEROUS_NO_SANDBOX'] === 'true' ? asWished : undefined;
}

/** @param said what a browser that ended at once has said */
export function lacksSandbox(said: string): boolean {
  return /no usable sandbox|failed to move to new namespace|suid sandbox helper/i.test(said);
}
