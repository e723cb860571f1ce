/** Whether a browser has its sandbox, which keeps what a page could break into away from the user's files. */

export interface WithoutSandbox {
  readonly arguments: readonly string[];
  /** For people: why there is none, and what gives them one. */
  readonly notice: string;
}

const withoutIt = ['--no-sandbox'];

/** Chromium refuses to start with a sandbox where root starts it. */
export const asRoot: WithoutSandbox = {
  arguments: withoutIt,
  notice: 'The browser runs without its sandbox, as root has to start it so; any other user gets one.',
};

/** A kernel or a container without user namespaces for its users. */
export const notToBeHad: WithoutSandbox = {
  arguments: withoutIt,
  notice:
    'The browser runs without its sandbox, which cannot start here; it does where user namespaces are allowed ' +
    '(kernel.apparmor_restrict_unprivileged_userns=0, or a seccomp profile that has clone and unshare).',
};

/** @param said what a browser that ended at once has said */
export function lacksSandbox(said: string): boolean {
  return /no usable sandbox|failed to move to new namespace|suid sandbox helper/i.test(said);
}
