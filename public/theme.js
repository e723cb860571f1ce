// Before the first paint, so that a chosen theme does not flash.
try {
  document.documentElement.style.colorScheme = localStorage.getItem('cam-lens-theme') ?? '';
} catch {
  // Where storage is forbidden the system decides.
}
