/**
 * Arguments by which a browser asks nobody anything of its own. It is here for one page, which this machine serves; what a
 * browser looks for besides (updates, the time, accounts, experiments) tells others when and where cam-lens runs.
 */

/** A port that browsers refuse to ask: such a request ends before a socket is opened. */
const nowhere = 'http://127.0.0.1:1/';

/** Services that ask in spite of every switch that puppeteer knows. */
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

/** Whatever else there is, now or in a later version, finds no other host, neither by name nor through a proxy. */
const nobodyElse = ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost', '--no-proxy-server'];

export const quietArguments: readonly string[] = [...turnedOff, ...nobodyElse];
