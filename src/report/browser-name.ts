interface BrandedNavigator extends Navigator {
  /** Not in every browser, and on secure pages only. */
  readonly userAgentData?: {
    getHighEntropyValues(hints: readonly string[]): Promise<{
      readonly fullVersionList?: readonly { readonly brand: string; readonly version: string }[];
    }>;
  };
}

/** With the full version where the browser tells it, "Chromium 149.0.7827.22"; else all that it says of itself. */
export async function browserName(): Promise<string> {
  const told = await (navigator as BrandedNavigator).userAgentData?.getHighEntropyValues(['fullVersionList']);
  // Next to real names stand invented ones, to keep pages from relying on them.
  const brands = told?.fullVersionList?.filter(({ brand }) => /chrom|edge|opera/i.test(brand)) ?? [];
  const { brand, version } = brands.find((each) => each.brand !== 'Chromium') ?? brands[0] ?? {};
  return brand === undefined || version === undefined ? navigator.userAgent : `${brand} ${version}`;
}
