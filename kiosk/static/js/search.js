// Finding a procedure while it is being typed. The list that came with the page comes back
// when the words are gone.

const PAUSE = 150;

/** Watch the search box of a procedure screen; `lookup(words)` finds procedures, or null. */
export function watchSearch(screen, { lookup, clock }) {
  const input = screen.querySelector("input[type=search]");
  const list = screen.querySelector(".found");
  const nothing = list.querySelector(".nothing");
  const usual = [...list.querySelectorAll("button")];
  let timer = null;
  let asked = 0;

  const fill = (buttons, isEmpty) => {
    nothing.hidden = !isEmpty;
    list.replaceChildren(...buttons, nothing);
  };
  const search = async () => {
    const words = input.value.trim();
    const mine = (asked += 1);
    if (!words) {
      fill(usual, false);
      return;
    }
    const found = await lookup(words);
    if (found && mine === asked) fill(found.map(button), found.length === 0);
  };
  input.addEventListener("input", () => {
    input.scrollIntoView({ block: "start" }); // a keyboard on the screen leaves little room for results
    clock.clearTimeout(timer);
    timer = clock.setTimeout(search, PAUSE);
  });
  input.form.addEventListener("submit", search);
}

function button(procedure) {
  const inEnglish = document.documentElement.lang === "en" && procedure.name_en;
  const label = document.createElement("span");
  label.lang = inEnglish ? "en" : "vi";
  label.textContent = inEnglish ? procedure.name_en : procedure.name;
  const made = document.createElement("button");
  made.className = "tile";
  made.name = "procedure_id";
  made.value = procedure.procedure_id;
  made.append(label);
  return made;
}
