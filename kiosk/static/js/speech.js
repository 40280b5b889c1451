// Reading a screen aloud: its heading, then its choices in the order they stand. What was
// pressed is never spoken, so both answers sound the same. Only voices that live in the
// tablet are used: others would send the words away, and fall silent without a network.

const SPOKEN = ".lead, h1, p:not(.officer p, .unready), label, .target, .tile, .wide-button";

export class Speech {
  #isOn = false;

  constructor(window, stage) {
    Object.assign(this, { window, stage, synthesis: window.speechSynthesis });
    this.synthesis?.addEventListener?.("voiceschanged", () => this.#show());
    new window.MutationObserver(() => this.#show()).observe(stage.root, { childList: true });
    this.#show();
  }

  /** Whether the tablet has a voice for the language of the page. */
  get isAvailable() {
    return Boolean(this.#voice(this.stage.document.documentElement.lang));
  }

  /** On: with the advice on headphones, then the open screen. Off: at once. */
  toggle() {
    if (this.#isOn || !this.isAvailable) {
      this.stop();
      return;
    }
    this.#isOn = true;
    this.#show();
    this.#speak([this.stage.root.querySelector(".headphones"), ...this.#parts(this.#open())]);
  }

  /** Read a screen, if reading is on; what was being read of the last one ends. */
  say(screen) {
    if (!this.#isOn) return;
    if (this.isAvailable) this.#speak(this.#parts(screen));
    else this.stop();
  }

  /** Silence, until somebody asks again. */
  stop() {
    this.#isOn = false;
    this.synthesis?.cancel();
    this.#show();
  }

  #open() {
    return this.stage.root.querySelector("[data-screen]:not([hidden])").dataset.screen;
  }

  #parts(screen) {
    const section = this.stage.root.querySelector(`[data-screen=${screen}]`);
    return [...section.querySelectorAll(SPOKEN)].filter(
      (part) => part.checkVisibility() && !part.querySelector(SPOKEN),
    );
  }

  #speak(parts) {
    this.synthesis.cancel();
    for (const part of parts) {
      const text = part.innerText.replace(/\s+/g, " ").trim();
      if (text) this.synthesis.speak(this.#utterance(text, languageOf(part)));
    }
  }

  #utterance(text, lang) {
    const utterance = new this.window.SpeechSynthesisUtterance(text);
    const voice = this.#voice(lang);
    utterance.lang = voice?.lang ?? lang;
    if (voice) utterance.voice = voice;
    return utterance;
  }

  #voice(lang) {
    const voices = this.synthesis?.getVoices() ?? [];
    return voices.find((voice) => voice.localService && voice.lang.split(/[-_]/)[0] === lang);
  }

  #show() {
    const { documentElement } = this.stage.document;
    if (this.#isOn) documentElement.dataset.speech = "on";
    else delete documentElement.dataset.speech;
    const button = this.stage.root.querySelector("[data-action=speak]");
    if (!button) return;
    button.hidden = !this.isAvailable;
    button.setAttribute("aria-pressed", String(this.#isOn));
  }
}

/** A procedure without a name in the page's language is read in its own. */
function languageOf(part) {
  return (part.querySelector("span[lang]") ?? part.closest("[lang]")).lang;
}
