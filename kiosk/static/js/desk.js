// What the first screen says of the counter just now: who sits there, when the centre opens,
// whether the tablet is ready.

import { isOpenAt, nextOpening, officerAt, specialDayAt, VIET_NAM } from "./roster.js";

const DAYS = { vi: { day: "numeric", month: "numeric" }, en: { day: "numeric", month: "long" } };
const writers = new Map(); // making one costs more than all else that a press needs

export class Desk {
  kit = null;
  readiness = () => null; // "online", "offline", or null where nothing is promised
  sign = null; // the code for phones
  showsCodeOnly = false; // this is a counter's second screen, and takes no presses
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
    if (this.kit) this.#showHoliday(stage);
    this.#showReady(stage.find("[data-field=ready]"));
    this.sign?.furnish(stage);
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
    const parts = writeMoment(stage.document.documentElement.lang, opens);
    line.textContent = line.dataset.wordsOpens.replace(/{(\w+)}/g, (_, part) => parts[part]);
  }

  /** What the day is called on which the centre stays closed. */
  #showHoliday(stage) {
    const line = stage.find("[data-field=holiday]");
    const special = specialDayAt(this.kit.hours, this.time.now());
    const { lang } = stage.document.documentElement;
    const isEnglish = lang !== "vi" && Boolean(special?.name_en);
    const isClosed = special?.open.length === 0;
    line.textContent = (isClosed && (isEnglish ? special.name_en : special.name)) || "";
    line.lang = isEnglish ? lang : "vi";
    line.hidden = !line.textContent;
  }

  #showReady(line) {
    if (!line) return;
    const words = { online: line.dataset.readyOnline, offline: line.dataset.readyOffline };
    const state = this.isInformed ? this.readiness() : null;
    line.textContent = words[state] ?? "";
    line.dataset.state = state ?? "";
  }
}

/** An instant's time, weekday and day as the language writes them within a sentence. */
function writeMoment(lang, instant) {
  if (!writers.has(lang)) writers.set(lang, makeWriters(lang === "vi" ? "vi" : "en"));
  const { time, weekday, day } = writers.get(lang);
  return {
    time: time.format(instant),
    weekday: weekday.format(instant).replace("Thứ", "thứ"), // a capital only where it begins a line
    day: day.format(instant),
  };
}

function makeWriters(lang) {
  const make = (fields) =>
    new Intl.DateTimeFormat(lang === "vi" ? "vi-VN" : "en-GB", { ...fields, timeZone: VIET_NAM });
  const time = make({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return { time, weekday: make({ weekday: "long" }), day: make(DAYS[lang]) };
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
