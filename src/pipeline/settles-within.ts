/** @returns whether the work ends, successfully or not, within that time; it is not stopped otherwise */
export async function settlesWithin(work: Promise<unknown>, limitMs: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs);
  });
  const end = work.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([end, limit]);
  } finally {
    clearTimeout(timer);
  }
}
