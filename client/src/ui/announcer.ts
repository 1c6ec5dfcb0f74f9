/** Says something to those who listen to the page. index.html has the region, so that it is there before it speaks. */
export function announce(text: string): void {
  const region = document.getElementById('announcements');
  if (region === null) return;
  // The same words a second time are only read when something changed.
  region.textContent = region.textContent === text ? `${text}\u00a0` : text;
}
