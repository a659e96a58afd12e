var klaroConfig = {
  version: 1,
  lang: "fr",
  acceptAll: true,
  translations: {
    fr: {
      privacyPolicyUrl: "/privacy",
      stats: { title: "Publicité", description: "Mesurer et choisir les annonces que vous voyez." },
      purposes: { advertising: "Publicité" },
    },
  },
  services: [{ name: "stats", purposes: ["advertising"], cookies: ["tracker"] }],
};
