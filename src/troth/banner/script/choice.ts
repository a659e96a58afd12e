// What this browser was offered and has answered: read from the page and from the choice cookie, which only
// the server makes. Whatever cannot be read counts as not asked, and not asked opens nothing.

export type State = "granted" | "refused" | "not_asked";

export interface Offer {
  name: string;
  prints: string[]; // that of its wording of today, then those still covered
  waits: boolean; // advertising or sharing: the browser's signal refuses it
  life: [months: number, days: number] | null; // where it ends before the cookie does
  trackers: string[]; // names under which the browser holds cookies and storage entries
}

const COOKIE = /(?:^|; )troth_choice=1\.[\w-]+\.(\d+)\.([\w-]*)\./;
const STEP = 10; // an answer is a print of eight, a letter and a dash

export function offersOf(root: HTMLElement): Offer[] {
  const declared = root.dataset.offers;
  return declared ? declared.split(";").map(offer) : [];
}

function offer(text: string): Offer {
  const [name = "", about = "", ...trackers] = text.split(" ");
  const [, prints = "", waits, months, days] = /^([^!~]*)(!?)(?:~(\d+)\.(\d+))?/.exec(about) || [];
  return { name, prints: prints.split(","), waits: !!waits, life: months ? [+months, +days!] : null, trackers };
}

export function isSignalled(root: HTMLElement): boolean {
  return (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true || "signal" in root.dataset;
}

// Each offer's state, by its name.
export function statesOf(offers: Offer[], isSignalled: boolean): Map<string, State> {
  const [, seconds, answers = ""] = COOKIE.exec(document.cookie) || [];
  return new Map(offers.map((one) => [one.name, state(one, +seconds!, answers, isSignalled)]));
}

function state(offer: Offer, seconds: number, answers: string, isSignalled: boolean): State {
  for (const print of offer.prints)
    for (let at = 0; at < answers.length; at += STEP)
      if (answers.substr(at, 8) === print && isAlive(offer, seconds))
        return answers[at + 8] === "g" ? "granted" : "refused";
  return offer.waits && isSignalled ? "refused" : "not_asked";
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
