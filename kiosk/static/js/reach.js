// The low layout: everything that is pressed moves into the lower half of the screen, for
// whoever sits in a wheelchair, is small, or cannot lift an arm. The sheets do the moving.

const watched = new WeakSet();

/** Down, or back up. */
export function toggleReach(document) {
  keepButtonRight(document);
  setReach(document, !isLow(document));
}

/** As the next person expects to find it. */
export function resetReach(document) {
  setReach(document, false);
}

function isLow(document) {
  return document.documentElement.dataset.reach === "low";
}

function setReach(document, low) {
  if (low) document.documentElement.dataset.reach = "low";
  else delete document.documentElement.dataset.reach;
  showState(document);
}

function showState(document) {
  const button = document.querySelector("[data-action=reach]");
  button?.setAttribute("aria-pressed", String(isLow(document)));
}

/** A change of language writes the page anew, with a button that was never pressed. */
function keepButtonRight(document) {
  const root = document.getElementById("kiosk");
  if (watched.has(root)) return;
  watched.add(root);
  new MutationObserver(() => showState(document)).observe(root, { childList: true });
}
