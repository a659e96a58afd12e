CookieConsent.run({
  hideFromBots: false, // a browser that a program drives is one
  categories: {
    necessary: { enabled: true, readOnly: true },
    stats: { autoClear: { cookies: [{ name: "tracker" }] } },
  },
  language: {
    default: "fr",
    translations: {
      fr: {
        consentModal: {
          title: "Vos choix sur les traceurs",
          description: "Nous souhaitons mesurer et choisir les annonces que vous voyez.",
          acceptAllBtn: "Tout accepter",
          acceptNecessaryBtn: "Tout refuser",
          showPreferencesBtn: "Choisir",
        },
        preferencesModal: {
          title: "Vos choix",
          acceptAllBtn: "Tout accepter",
          acceptNecessaryBtn: "Tout refuser",
          savePreferencesBtn: "Enregistrer",
          closeIconLabel: "Fermer",
          sections: [
            { title: "Nécessaires", description: "Toujours actifs.", linkedCategory: "necessary" },
            { title: "Publicité", description: "Mesurer et choisir les annonces.", linkedCategory: "stats" },
          ],
        },
      },
    },
  },
});
