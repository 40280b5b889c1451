// A slip's code, read by the tablet's own camera. What the camera sees is looked at here, a few times a
// second, and goes nowhere; where the browser reads no codes there is no button.

const EVERY = 250;
const QR = "qr_code";
const TOKEN = /^[A-Z2-7]{26}$/;

/** The token in a slip's address, or null for any other code. */
export function tokenIn(text, base) {
  const token = text.startsWith(base) ? text.slice(base.length).toUpperCase() : "";
  return TOKEN.test(token) ? token : null;
}

export class Scanner {
  #looking = null; // the present scan: its picture, and the camera's stream once it has one
  #isAvailable = false;

  /** `base` is what stands before the token in a slip's address. */
  constructor({ window, clock, base }) {
    Object.assign(this, { window, clock, base });
  }

  /** Find out whether this browser can read codes; `onChange()` where it can. */
  async look(onChange) {
    const { BarcodeDetector, navigator } = this.window;
    if (!this.base || !BarcodeDetector || !navigator.mediaDevices?.getUserMedia) return;
    const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
    this.#isAvailable = formats.includes(QR);
    if (this.#isAvailable) onChange();
  }

  furnish(stage) {
    const button = stage.find("[data-action=scan]");
    if (button) button.hidden = !this.#isAvailable;
  }

  /** Show the camera's picture in `place` until it sees a slip: `onFound(token)`; else say what is wrong. */
  async start(place, { onFound, onOther, onTrouble }) {
    this.stop();
    const video = place.ownerDocument.createElement("video");
    Object.assign(video, { muted: true, playsInline: true });
    const scan = { video, stream: null };
    this.#looking = scan;
    try {
      const wish = { audio: false, video: { facingMode: "user", width: { ideal: 1280 } } };
      scan.stream = await this.window.navigator.mediaDevices.getUserMedia(wish);
      if (this.#looking !== scan) return close(scan); // whoever asked has gone meanwhile
      video.srcObject = scan.stream;
      place.replaceChildren(video);
      video.play().catch(() => {}); // until there is a picture, nothing is seen
      await this.#watch(scan, { onFound, onOther });
    } catch {
      if (this.#looking === scan) onTrouble();
      close(scan);
    }
  }

  /** The camera is off again. */
  stop() {
    if (this.#looking) close(this.#looking);
    this.#looking = null;
  }

  async #watch(scan, { onFound, onOther }) {
    const detector = new this.window.BarcodeDetector({ formats: [QR] });
    while (this.#looking === scan) {
      const codes = await detector.detect(scan.video).catch(() => []);
      const tokens = codes.map(({ rawValue }) => tokenIn(rawValue, this.base));
      const token = tokens.find(Boolean);
      if (this.#looking !== scan) return;
      if (token) {
        this.stop();
        onFound(token);
        return;
      }
      if (codes.length > 0) onOther();
      await new Promise((resolve) => this.clock.setTimeout(resolve, EVERY));
    }
  }
}

function close(scan) {
  scan.stream?.getTracks().forEach((track) => track.stop());
  scan.stream = null;
  scan.video.srcObject = null;
  scan.video.remove();
}
