// Deletes what rests on a purpose that is refused: cookies of this host and the hosts above it, storage entries.
// A name may hold `*`, and a path behind `@` where the cookie is set below it.

const EVERYWHERE = ["", "; Secure; Partitioned"];

// `isThorough` after an act: what cannot be seen from here is deleted too, by its name.
export function forget(refused: string[], granted: string[], isThorough: boolean): void {
  const seen = document.cookie.split("; ").map((one) => one.split("=")[0]!);
  for (const tracker of refused) {
    const [name = "", path] = tracker.split("@").map(decodeURIComponent);
    const isNamed = matcher(name);
    const found = isThorough && !name.includes("*") ? [...seen, name] : seen;
    for (const cookie of new Set(found.filter(isNamed)))
      if (!granted.some((one) => matcher(decodeURIComponent(one.split("@")[0]!))(cookie))) expire(cookie, path);
    if (isThorough) forgetStored(isNamed);
  }
}

export function expire(cookie: string, path?: string): void {
  const labels = location.hostname.split(".");
  const domains = ["", ...labels.map((_, at) => `; Domain=${labels.slice(at).join(".")}`)];
  const paths = location.pathname
    .split("/")
    .slice(0, 16)
    .flatMap((_, at, parts) => [parts.slice(0, at).join("/") + "/", parts.slice(0, at + 1).join("/")]);
  for (const at of new Set(["/", ...(path ? [path] : []), ...paths]))
    for (const domain of domains)
      for (const where of EVERYWHERE) document.cookie = `${cookie}=; Max-Age=0; Path=${at}${domain}${where}`;
}

function forgetStored(isNamed: (name: string) => boolean): void {
  for (const kind of ["localStorage", "sessionStorage"] as const)
    try {
      for (const key of Object.keys(window[kind])) if (isNamed(key)) window[kind].removeItem(key);
    } catch {
      // This page may hold no storage, so there is none to delete.
    }
}

function matcher(name: string): (found: string) => boolean {
  const pattern = name.split("*").map((part) => part.replace(/[^\w]/g, "\\$&"));
  const whole = new RegExp(`^${pattern.join(".*")}$`);
  return (found) => found !== "troth_choice" && whole.test(found);
}
