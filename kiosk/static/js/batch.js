// Shows how far a batch of sheets is without loading the page anew; without it the page does that.

const PAUSE_MS = 500;

async function look(page) {
  const reply = await fetch(location.href, { cache: "no-store" });
  const next = new DOMParser().parseFromString(await reply.text(), "text/html").getElementById("batch");
  const shown = page.getElementById("batch");
  if (!next) {
    location.reload(); // signed out, or the sheets are no longer kept: the server says so
    return false;
  }
  if (next.hasAttribute("data-under-way")) {
    shown.querySelector("[role=status]").textContent = next.querySelector("[role=status]").textContent;
    shown.querySelector("progress").value = next.querySelector("progress").value;
    return true;
  }
  shown.replaceWith(page.adoptNode(next));
  return false;
}

export function watch(page) {
  const again = () =>
    look(page).then(
      (isUnderWay) => isUnderWay && setTimeout(again, PAUSE_MS),
      () => setTimeout(again, 4 * PAUSE_MS), // the network was away for a moment
    );
  setTimeout(again, PAUSE_MS);
}

watch(document);
