// The choice in a page that has script: the forms work as they do without, and the page need not be loaded anew.
//
//   troth.state("audience")   "granted", "refused" or "not_asked"
//   troth.granted("audience") true or false
//   troth.open()              shows the choices
//   troth.withdraw()          takes back every consent, as the control on the page does
//   document.addEventListener("troth:choice", (event) => event.detail)   at the start and after each change

import { type Offer, type State, isSignalled, offersOf, statesOf } from "./choice";
import { gate, showOnce, silenceAll } from "./gate";
import { tellGoogle } from "./google";
import { ask } from "./question";
import { expire, forget } from "./trackers";

const own = document.currentScript as HTMLScriptElement;
const base = own.src.replace(/[^/]*$/, "");
let root: HTMLElement;
let offers: Offer[] = [];
let states = new Map<string, State>();
let dialog: HTMLDialogElement | undefined;
let isTold = false;

const find = <E extends HTMLElement = HTMLElement>(where: string, within: ParentNode = root): E | null =>
  within.querySelector<E>(where);
const state = (name: string): State => states.get(name) || "not_asked";
const granted = (name: string): boolean => state(name) === "granted";

// Reads the choice again and makes the page as it says; `isAct` where it was just made here.
function refresh(isAct?: boolean): void {
  const before = states;
  const signalled = isSignalled(root);
  states = statesOf(offers, signalled);
  const lost = offers.some(({ name }) => before.get(name) === "granted" && !granted(name));
  const trackers = (wanted: (name: string) => boolean) =>
    offers.flatMap(({ name, trackers }) => (wanted(name) ? trackers : []));
  const forgotten = trackers((name) => (lost ? !granted(name) : state(name) === "refused"));
  forget(forgotten, trackers(granted), lost);
  const hasRun = lost && silenceAll();
  tellGoogle(own.dataset.google, granted);
  gate(granted);
  if (ask(root, offers, states, signalled)) tell();
  find("[value=withdraw]")!.hidden = !offers.some(({ name }) => granted(name));
  if (isAct) find("[role=status]")!.textContent = root.dataset.done!;
  if (isAct || offers.some(({ name }) => before.get(name) !== state(name)))
    document.dispatchEvent(new CustomEvent("troth:choice", { detail: Object.fromEntries(states) }));
  if (hasRun) location.reload();
}

// The question was seen: counted, without anything that says by whom.
function tell(): void {
  if (isTold || document.hidden) return;
  isTold = true;
  const notice = find<HTMLInputElement>("section [name=notice]")!.value;
  const body = new URLSearchParams({ notice });
  fetch(root.dataset.shown!, { method: "POST", body, credentials: "omit", keepalive: true, mode: "no-cors" }).catch(
    () => {},
  );
}

async function send(form: HTMLFormElement, act: string): Promise<void> {
  const body = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
  body.set("act", act);
  const headers = { Accept: "application/json" };
  const status = await fetch(form.action, { method: "POST", body, headers, credentials: "include" }).then(
    async (answer) => (await answer.text(), answer.status),
    () => 0,
  );
  // This page asks what is asked no more (a new version, or a cache kept the page): it is asked anew over there.
  if (status === 410) location.href = find<HTMLAnchorElement>(".open a")!.href + "&anew";
  const isAnswered = status === 200;
  if (!isAnswered && act === "withdraw") expire("troth_choice"); // nothing that was open stays open
  for (const alert of form.querySelectorAll<HTMLElement>("[role=alert]")) alert.hidden = isAnswered;
  const hadFocus = form.contains(document.activeElement) || document.activeElement === document.body;
  if (isAnswered) dialog?.close();
  refresh(isAnswered);
  if (isAnswered && hadFocus) find(".open a")!.focus();
}

async function open(): Promise<void> {
  const { href } = find<HTMLAnchorElement>(".open a")!;
  const panel = dialog ? find("#troth-panel") : (await read(href))?.getElementById("troth-panel");
  if (!panel) return void (location.href = href);
  if (!dialog) {
    dialog = document.createElement("dialog");
    dialog.setAttribute("aria-labelledby", "troth-panel-title");
    dialog.append(panel);
    root.append(dialog);
    const close = find("[value=close]")!;
    close.hidden = false;
    find("h2", dialog)!.autofocus = true;
    close.addEventListener("click", (click) => {
      click.preventDefault();
      dialog!.close();
    });
  }
  for (const radio of dialog.querySelectorAll<HTMLInputElement>("input[type=radio]"))
    radio.checked = states.get(radio.name.slice("offer.".length)) === radio.value;
  dialog.showModal();
}

// A page of this server as a document: nothing in it runs, and no text becomes markup by our hand.
function read(address: string): Promise<Document | null> {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.withCredentials = true;
    request.onload = () => done(request.status === 200 ? request.response : null);
    request.onerror = () => done(null);
    request.send();
  });
}

function heed(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const button = event.submitter as HTMLButtonElement | null;
    if (!form.closest("#troth,.troth-embed") || !button) return;
    event.preventDefault();
    if (button.name === "layer") void open();
    else void send(form, button.value);
  });
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLElement>("#troth .open a,.troth-embed form .acts a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const embed = link.closest(".troth-embed");
    if (embed) showOnce(embed);
    else void open();
  });
  document.addEventListener("visibilitychange", () => refresh()); // another tab may have decided
  new MutationObserver(() => gate(granted)).observe(document, { childList: true, subtree: true });
}

// By script tag alone: the question is in the script (banner.js), or comes from the server (troth.js).
async function bring(): Promise<HTMLElement | null> {
  const given = window as { trothLayer?: Tree; trothStyle?: string };
  const brought = given.trothLayer ? (made(given.trothLayer, given.trothStyle!) as HTMLElement) : await fetched();
  if (!document.body)
    await new Promise<void>((done) =>
      new MutationObserver((_, watch) => {
        if (document.body) done(watch.disconnect());
      }).observe(document, { childList: true, subtree: true }),
    );
  const there = document.getElementById("troth");
  if (there || !brought) return there;
  document.body.prepend(brought);
  return brought;
}

type Tree = [name: string, attributes: Record<string, string>, ...children: (Tree | string)[]];

function made(tree: Tree, style?: string): Node {
  if (style) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }
  const [name, attributes, ...children] = tree;
  const element = document.createElement(name);
  for (const [one, value] of Object.entries(attributes)) element.setAttribute(one, value);
  element.append(...children.map((child) => (typeof child === "string" ? child : made(child))));
  return element;
}

// It stands in the page only once its style is there.
async function fetched(): Promise<HTMLElement | null> {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = base + "troth.css";
  const isStyled = new Promise((done) => (style.onload = style.onerror = done));
  if (!document.querySelector('link[href*="/troth"][href$=".css"]')) document.head.append(style);
  const page = await read(`${base}banner?lang=${document.documentElement.lang}`);
  if (style.parentNode) await isStyled;
  return page?.getElementById("troth") || null;
}

async function start(): Promise<void> {
  const found = document.getElementById("troth") || (await bring());
  if (!found) return; // the server cannot be reached: nothing opens
  root = found;
  offers = offersOf(root);
  const withdraw = () => send(find<HTMLFormElement>("form.open")!, "withdraw");
  (window as { troth?: unknown }).troth = { state, granted, open, withdraw };
  heed();
  refresh();
}

void start();
