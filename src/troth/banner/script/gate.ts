// What waits for a choice. Marked markup is inert as it stands, without this script too:
//
//   <template data-troth="audience">…</template>                     any markup, scripts and frames included
//   <script type="text/plain" data-troth="audience" src="…"></script>
//   <div data-troth="video"><form>…</form><template>…</template></div>   with something in its place
//
// Nodes are cloned, and no text becomes markup or code: Trusted Types have nothing to object to.

const active = new Map<Element, ChildNode[]>();
const once = new Set<Element>();
let hasRun = false; // a script ran: only a new page is without it

export function gate(isGranted: (name: string) => boolean): void {
  for (const marked of document.querySelectorAll<HTMLElement>("[data-troth]"))
    if (once.has(marked) || marked.dataset.troth!.split(" ").every(isGranted)) activate(marked);
    else silence(marked);
}

export function showOnce(marked: Element): void {
  once.add(marked);
  activate(marked);
}

// After a withdrawal: what was shown once goes too. Gives whether something ran that cannot be undone here.
export function silenceAll(): boolean {
  once.clear();
  return hasRun;
}

function activate(marked: Element): void {
  if (active.has(marked)) return;
  const template = marked.matches("template") ? marked : marked.querySelector("template");
  const content = document.createDocumentFragment();
  if (template instanceof HTMLTemplateElement) content.append(document.importNode(template.content, true));
  else if (marked instanceof HTMLScriptElement) content.append(live(marked));
  for (const script of content.querySelectorAll("script")) {
    hasRun = true;
    script.async = script.hasAttribute("async"); // else in the order of the page
  }
  active.set(marked, [...content.childNodes]);
  (template || marked).after(content);
  placeOf(marked, true);
}

function live(script: HTMLScriptElement): Node {
  const clone = script.cloneNode(true) as HTMLScriptElement;
  clone.removeAttribute("data-troth");
  clone.nonce = script.nonce;
  if (script.dataset.type) clone.type = script.dataset.type;
  else clone.removeAttribute("type");
  return clone;
}

function silence(marked: Element): void {
  for (const node of active.get(marked) || []) node.remove();
  active.delete(marked);
  placeOf(marked, false);
}

function placeOf(marked: Element, isTaken: boolean): void {
  const place = marked.querySelector<HTMLElement>(":scope>form");
  if (place) place.hidden = isTaken;
}
