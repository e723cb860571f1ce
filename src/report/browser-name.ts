interface BrandedNavigator extends Navigator {
  /** Not in every browser, and only on secure pages. */
  readonly userAgentData?: {
    getHighEntropyValues(hints: readonly string[]): Promise<{
      readonly fullVersionList?: readonly { readonly brand: string; readonly version: string }[];
    }>;
  };
}

/**
 * Name and full version if the browser provides them, such as "Chromium 149.0.7827.22"; otherwise its user agent
 * string.
 */
export async function browserName(): Promise<string> {
  const told = await (navigator as BrandedNavigator).userAgentData?.getHighEntropyValues(['fullVersionList']);
  // The list also contains made-up brands, to discourage pages from relying on it.
  const brands = told?.fullVersionList?.filter(({ brand }) => /chrom|edge|opera/i.test(brand)) ?? [];
  const { brand, version } = brands.find((each) => each.brand !== 'Chromium') ?? brands[0] ?? {};
  return brand === undefined || version === undefined ? navigator.userAgent : `${brand} ${version}`;
}
