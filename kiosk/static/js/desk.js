// What the first screen says of the counter just now: who sits there, when the centre opens,
// whether the tablet is ready.

import { isOpenAt, nextOpening, officerAt } from "./roster.js";

const VIET_NAM = "Asia/Ho_Chi_Minh";
const MOMENT = { weekday: "long", day: "numeric", month: "numeric", hour: "2-digit", minute: "2-digit" };

export class Desk {
  kit = null;
  readiness = () => null; // "online", "offline", or null where nothing is promised
  isPageOld = false; // the page may come from the cache, and the card on it from another day

  constructor({ time }) {
    Object.assign(this, { time });
  }

  get isInformed() {
    return this.kit !== null;
  }

  isOpen() {
    return !this.kit || isOpenAt(this.kit.hours, this.time.now());
  }

  /** Write all that into the page, which may just have come from the server. */
  furnish(stage) {
    if (this.kit || this.isPageOld) showOfficer(stage.find(".officer"), this.#officer());
    if (this.kit) this.#showOpening(stage);
    this.#showReady(stage.find("[data-field=ready]"));
  }

  #officer() {
    const officer_id = this.kit && officerAt(this.kit, this.time.now());
    return officer_id && { officer_id, ...this.kit.officers[officer_id] };
  }

  #showOpening(stage) {
    const line = stage.find("[data-field=opens]");
    const opens = this.kit.hours && nextOpening(this.kit.hours, this.time.now());
    line.hidden = !opens;
    if (!opens) return;
    const { lang } = stage.document.documentElement;
    const format = new Intl.DateTimeFormat(lang === "vi" ? "vi-VN" : "en-GB", {
      ...MOMENT,
      timeZone: VIET_NAM,
    });
    line.textContent = line.dataset.wordsOpens.replace("{time}", format.format(opens));
  }

  #showReady(line) {
    if (!line) return;
    const words = { online: line.dataset.readyOnline, offline: line.dataset.readyOffline };
    const state = this.isInformed ? this.readiness() : null;
    line.textContent = words[state] ?? "";
    line.dataset.state = state ?? "";
  }
}

function showOfficer(card, officer) {
  card.hidden = !officer;
  card.dataset.officer = officer?.officer_id ?? "";
  for (const field of ["name", "position", "monogram"]) {
    const line = card.querySelector(`[data-field=${field}]`);
    const text = officer?.[field] ?? "";
    if (line.textContent !== text) line.textContent = text;
  }
  const photo = card.querySelector("[data-field=photo]");
  photo.hidden = !officer?.photo;
  card.querySelector("[data-field=monogram]").hidden = !photo.hidden;
  if (officer?.photo && photo.getAttribute("src") !== officer.photo) photo.src = officer.photo;
}
