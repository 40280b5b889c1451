// Counts down the life of a pairing code on the staff's page; without it the page names the hour.

export function countDown(line, now) {
  const end = now() + Number(line.dataset.seconds) * 1000;
  const tick = () => {
    const left = Math.ceil((end - now()) / 1000);
    if (left <= 0) {
      line.textContent = line.dataset.over;
      document.querySelector(".code-sheet").classList.add("over");
      return;
    }
    const seconds = String(left % 60).padStart(2, "0");
    line.textContent = line.dataset.words
      .replace("{minutes}", Math.floor(left / 60))
      .replace("{seconds}", seconds);
    setTimeout(tick, 250);
  };
  tick();
}

countDown(document.getElementById("left"), () => performance.now());
