window.orejimeConfig = {
  privacyPolicyUrl: "/privacy",
  purposes: [
    {
      id: "stats",
      title: "Publicité",
      description: "Mesurer et choisir les annonces que vous voyez.",
      cookies: ["tracker"],
    },
  ],
};
