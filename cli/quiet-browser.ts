/**
 * Arguments that stop a browser's own network requests. It shows only a page from this machine; its other requests
 * (updates, time, accounts, experiments) would reveal when and where cam-lens runs.
 */

/** A port that browsers block: a request to it fails before a socket is opened. */
const nowhere = 'http://127.0.0.1:1/';

/** Services that make requests despite puppeteer's switches. */
const turnedOff = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-domain-reliability',
  '--disable-quic',
  '--no-default-browser-check',
  '--no-first-run',
  '--no-pings',
  '--disable-features=NetworkTimeServiceQuerying,OptimizationGuideModelDownloading,OptimizationHintsFetching',
  `--component-updater=url-source=${nowhere}`,
  `--gaia-url=${nowhere}`,
];

/** No other request, in this or a later version, can reach another host, by name or through a proxy. */
const nobodyElse = ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost', '--no-proxy-server'];

export const quietArguments: readonly string[] = [...turnedOff, ...nobodyElse];
