// Inline, behind the question in pages that a cache keeps: decides before the first paint whether it is shown.
// It is short, so it leaves to the script the lives that end before the cookie does, and which of two cookies counts
// (choice.ts says the rest).

const root = document.currentScript!.parentElement!;
const [, answers = ""] = /(?:^|; )troth_choice=1\.[\w-]+\.\d+\.([\w-]*)/.exec(document.cookie) || [];
const isSignalled = (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true;
const open = root.dataset
  .offers!.split(";")
  .map((offer) => offer.split(" ")[1]!)
  .filter(
    (about) =>
      !(isSignalled && about.includes("!")) &&
      !about.match(/[\w-]{8}/g)!.some((print) => new RegExp(`^(.{10})*${print}[gor]`).test(answers)),
  );
for (const line of root.querySelectorAll<HTMLElement>("[data-offer]"))
  line.hidden = !open.some((about) => line.dataset.offer!.includes(about.slice(0, 8)));
root.querySelector("section")!.hidden = !open[0];

export {};
