tarteaucitron.init({
  privacyUrl: "/privacy",
  bodyPosition: "top",
  hashtag: "#tarteaucitron",
  cookieName: "tarteaucitron",
  orientation: "middle",
  groupServices: false,
  showAlertSmall: false,
  cookieslist: false,
  showIcon: true,
  iconPosition: "BottomRight",
  adblocker: false,
  DenyAllCta: true,
  AcceptAllCta: true,
  highPrivacy: true,
  handleBrowserDNTRequest: false,
  removeCredit: false,
  moreInfoLink: true,
  useExternalCss: false,
  useExternalJs: false,
  mandatory: true,
  mandatoryCta: false,
});
tarteaucitron.services.stats = {
  key: "stats",
  type: "ads",
  name: "Publicité",
  uri: "/privacy",
  needConsent: true,
  cookies: ["tracker"],
  js: function () {
    "use strict";
    tarteaucitron.addScript("/tracker.js");
  },
};
(tarteaucitron.job = tarteaucitron.job || []).push("stats");
