// Google Consent Mode v2, basic: Google's tags wait like all others, and are told the choice before they run.
//
//   <script src="/troth/troth.js" data-google="analytics_storage=audience ad_storage=advertising" async></script>

const DENIED = "denied";
const told: Record<string, string> = {};

export function tellGoogle(declared: string | undefined, isGranted: (name: string) => boolean): void {
  if (!declared) return;
  const isFirst = !Object.keys(told)[0];
  const changed: Record<string, string> = {};
  for (const pair of declared.split(" ")) {
    const [type = "", offer = ""] = pair.split("=");
    const now = isGranted(offer) ? "granted" : DENIED;
    if ((told[type] || DENIED) !== now) changed[type] = now;
    told[type] = now;
  }
  if (isFirst) gtag("consent", "default", Object.fromEntries(Object.keys(told).map((type) => [type, DENIED])));
  if (Object.keys(changed)[0]) gtag("consent", "update", changed);
}

// Google reads calls as `arguments`, not as arrays.
function gtag(..._: unknown[]): void {
  const page = window as { dataLayer?: unknown[] };
  // eslint-disable-next-line prefer-rest-params
  (page.dataLayer ||= []).push(arguments);
}
