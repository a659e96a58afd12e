// The question as it stands in the page: only what is still to be asked is shown, and nothing else is answered.

import type { Offer, State } from "./choice";

// Shows the question, or not, and gives whether it stands there.
export function ask(root: HTMLElement, offers: Offer[], states: Map<string, State>, isSignalled: boolean): boolean {
  const question = root.querySelector("section");
  if (!question) return false;
  const open = offers.filter((one) => states.get(one.name) === "not_asked").map((one) => one.prints[0]!);
  const asked: string[] = [];
  for (const line of question.querySelectorAll<HTMLElement>("[data-offer]")) {
    const prints = line.dataset.offer!.split(" ").filter((print) => open.includes(print));
    line.hidden = !prints[0];
    asked.push(...prints);
  }
  const signal = question.querySelector<HTMLElement>("p[data-signal]");
  if (signal) signal.hidden = !isSignalled;
  const notice = question.querySelector<HTMLInputElement>("[name=notice]")!;
  notice.value = notice.value.replace(/[^.]*$/, asked.join("-"));
  question.hidden = !asked[0];
  return !!asked[0];
}
