// What this browser was offered and has answered: read from the page and from the choice cookie, which only
// the server makes. Whatever cannot be read counts as not asked, and not asked opens nothing.

export type State = "granted" | "refused" | "not_asked";

export interface Offer {
  name: string;
  prints: string[]; // that of its wording of today, then those still covered
  waits: boolean; // advertising or sharing: the browser's signal refuses it
  life: [months: number, days: number] | false; // where it ends before the cookie does
  trackers: string[]; // names under which the browser holds cookies and storage entries
}

const COOKIE = /(?:^|; )troth_choice=1\.[\w-]+\.(\d+)\.([\w-]*)\./g;

export function offersOf(root: HTMLElement): Offer[] {
  const declared = root.dataset.offers;
  return declared ? declared.split(";").map(offer) : [];
}

function offer(text: string): Offer {
  const [name = "", about = "", ...trackers] = text.split(" ");
  const [, prints = "", waits, months, days] = /^([^!~]*)(!?)(?:~(\d+)\.(\d+))?/.exec(about) || [];
  return { name, prints: prints.split(","), waits: !!waits, life: !!months && [+months, +days!], trackers };
}

export function isSignalled(root: HTMLElement): boolean {
  return (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true || "signal" in root.dataset;
}

// Each offer's state, by its name.
export function statesOf(offers: Offer[], isSignalled: boolean): Map<string, State> {
  let seconds = 0;
  let answers = "";
  // A browser may keep two, this host's and its domain's: the later act counts.
  for (const [, at, said] of document.cookie.matchAll(COOKIE)) if (+at! >= seconds) [seconds, answers] = [+at!, said!];
  return new Map(offers.map((one) => [one.name, state(one, seconds, answers, isSignalled)]));
}

function state(offer: Offer, seconds: number, answers: string, isSignalled: boolean): State {
  const isOverruled = offer.waits && isSignalled; // a grant, unless it was given over the signal
  for (const print of offer.prints) {
    const [, letter] = new RegExp(`^(?:.{10})*${print}(.)`).exec(answers) || []; // a print of eight, a letter, a dash
    if (letter && isAlive(offer, seconds)) return (isOverruled ? "o" : "go").includes(letter) ? "granted" : "refused";
  }
  return isOverruled ? "refused" : "not_asked";
}

function isAlive({ life }: Offer, seconds: number): boolean {
  if (!life) return true;
  const end = new Date(seconds * 1000);
  const day = end.getUTCDate();
  end.setUTCMonth(end.getUTCMonth() + life[0]);
  if (end.getUTCDate() !== day) end.setUTCDate(0); // a month without that day ends on its last
  end.setUTCDate(end.getUTCDate() + life[1]);
  return Date.now() < +end;
}
