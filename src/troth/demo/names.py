"""What the customers of the embedded shop are called, where they live, what they buy and write."""

FRENCH_FIRST = (
    "Adèle", "Agnès", "Alain", "Amélie", "Anaïs", "André", "Antoine", "Aurélie", "Benoît", "Bérénice", "Bruno",
    "Camille", "Cécile", "Chloé", "Clément", "Damien", "Denis", "Élodie", "Émile", "Éric", "Estelle", "Étienne",
    "Fatima", "Florence", "François", "Gaël", "Geneviève", "Gérard", "Hélène", "Inès", "Jérôme", "Joëlle", "Julien",
    "Karim", "Léa", "Loïc", "Lucie", "Maël", "Margaux", "Mathéo", "Maëlys", "Mehdi", "Nadège", "Nicolas", "Noémie",
    "Odile", "Pascal", "Raphaël", "Rémi", "Sébastien", "Solène", "Thérèse", "Théo", "Valérie", "Yasmine", "Zoé",
)  # fmt: skip
FRENCH_LAST = (
    "Aubert", "Barbier", "Béranger", "Bertin", "Blanchard", "Boulanger", "Bréhier", "Carpentier", "Charpentier",
    "Chevallier", "Cordier", "Courtois", "Delacroix", "Delmas", "Deschamps", "Diallo", "Dufour", "Dupuis", "Faure",
    "Ferrand", "Garnier", "Gérard", "Giraud", "Guérin", "Haddad", "Hébert", "Jacquet", "Joly", "Lacroix", "Lefèvre",
    "Legrand", "Lemaître", "Léger", "Mallet", "Maréchal", "Masson", "Ménard", "Mercier", "Moulin", "Noël", "Pélissier",
    "Perrin", "Picard", "Poirier", "Prévost", "Rivière", "Rousseau", "Sauvage", "Tessier", "Thévenet", "Vasseur",
)  # fmt: skip
ENGLISH_FIRST = (
    "Abigail", "Alice", "Amelia", "Andrew", "Benjamin", "Charlotte", "Daniel", "Edward", "Eleanor", "Emily", "Fiona",
    "George", "Grace", "Hannah", "Harry", "Isla", "Jack", "Jessica", "John", "Katherine", "Liam", "Lily", "Margaret",
    "Megan", "Nathan", "Oliver", "Owen", "Patrick", "Rachel", "Rebecca", "Rhys", "Samuel", "Sean", "Sophie", "Thomas",
)  # fmt: skip
ENGLISH_LAST = (
    "Adams", "Bailey", "Baker", "Bennett", "Carter", "Clarke", "Collins", "Cooper", "Davies", "Edwards", "Evans",
    "Foster", "Gray", "Green", "Hall", "Harris", "Hughes", "Jackson", "Kelly", "King", "Lewis", "Mitchell", "Morgan",
    "Murphy", "O’Brien", "Parker", "Phillips", "Price", "Roberts", "Shaw", "Taylor", "Turner", "Walker", "Wright",
)  # fmt: skip
FRENCH_STREETS = (
    "rue des Lilas", "avenue de la Gare", "place du Marché", "rue de l’Église", "chemin des Vignes", "quai du Canal",
    "rue Victor-Hugo", "impasse du Moulin", "boulevard Carnot", "rue du Château", "allée des Acacias",
)  # fmt: skip
FRENCH_TOWNS = (
    ("69004", "Lyon"), ("38000", "Grenoble"), ("13001", "Marseille"), ("33000", "Bordeaux"), ("59000", "Lille"),
    ("44000", "Nantes"), ("67000", "Strasbourg"), ("74000", "Annecy"), ("35000", "Rennes"), ("34000", "Montpellier"),
)  # fmt: skip
ENGLISH_STREETS = ("High Street", "Church Lane", "Mill Road", "Station Road", "Park Avenue", "Orchard Close")
ENGLISH_TOWNS = (
    ("BS1 4QA", "Bristol"), ("LS1 5ES", "Leeds"), ("YO1 7HH", "York"), ("EH1 1AD", "Edinburgh"),
    ("CF10 1AA", "Cardiff"),
)  # fmt: skip
PRODUCTS = (
    ("théière en fonte", 4900), ("tilleul en vrac, 100 g", 890), ("bol en grès", 1800), ("verveine bio, 50 g", 690),
    ("tasse à infusion", 1550), ("miel de tilleul, 250 g", 950), ("nappe en lin", 6200), ("bougie de cire", 1400),
    ("cast-iron teapot", 4900), ("loose lime blossom, 100 g", 890), ("stoneware bowl", 1800),
    ("linen tablecloth", 6200),
)  # fmt: skip
FRENCH_MESSAGES = (
    "Bonjour, quand ma commande sera-t-elle livrée ?", "Le bol est arrivé ébréché, pouvez-vous le remplacer ?",
    "Pouvez-vous m’envoyer la facture ?", "Merci pour le tilleul, il est excellent.",
    "J’ai changé d’adresse, comment vous le dire ?",
)  # fmt: skip
ENGLISH_MESSAGES = (
    "Hello, when will my order arrive?", "The bowl came chipped, could you replace it?",
    "Could you send me the invoice?", "Thank you, the lime blossom is lovely.", "I moved house: how do I tell you?",
)  # fmt: skip
BROWSERS = ("Firefox 128 / Linux", "Safari 17 / iOS", "Chrome 126 / Windows", "Chrome 126 / Android")
