"""First and family names, towns, and mailboxes that nobody owns: enough of them to know a column by."""

from troth.manifest.draft.rows import row

FIRST_NAMES = row(
    """
    adam adele adeline adrien agathe agnes ahmed aicha aisha alain alan albert alberto alejandro alessandro
    alex alexander alexandra alexandre alexis alfred alice alicia aline alison allan amanda amandine amber
    amelia amelie amina amir amy ana anais andre andrea andreas andrew andrzej angela angelique anita anna
    anne annette annie anthony antoine anton antonio ariane arnaud arthur arturo ashley astrid aude audrey
    aurelie aurelien aurore axel barbara bastien beatrice ben benedicte benjamin benoit bernadette bernard
    bertrand beth betty bilal blandine brandon brenda brian brigitte bruno bryan camille carl carla carlos
    carmen carol carole caroline catherine cathy cecile cedric celia celine chantal charlene charles
    charlotte cheryl chloe chris christelle christian christiane christina christine christophe christopher
    claire clara claude claudia claudine clea clemence clement cleo colette colin connor constance coralie
    corinne craig cristina cynthia cyril damien daniel daniela daniele danielle david dawn deborah delphine
    denis denise derek diana diane didier diego dimitri dmitri dominique donald donna dorothy dorothee
    douglas dylan edgar edith edouard edward edwige eileen elena eleonore eliane elias elisa elisabeth elise
    elizabeth ella elodie elsa emile emilie emily emma emmanuel emmanuelle eric erica erik erika ernest
    erwan esteban estelle esther etienne eva evan eve evelyne fabien fabienne fabio fabrice fanny farid
    fatima fatou felix fernando filip fiona flavien flora florence florent florian franck francesca
    francesco francis francisco francois francoise frank franz fred frederic frederique gabin gabriel
    gabriela gabrielle gael gaelle gary gaspard gautier genevieve geoffrey george georges georgia gerald
    gerard geraldine gerhard german ghislaine gilbert gilles giovanni giulia gloria gonzalo grace graham
    greg gregoire gregory greta guillaume gustave guy gwenaelle hakim hamza hannah hans harold harriet harry
    hassan heather hector hedwig heidi helen helena helene helga henri henry herve hilary holly houria
    howard hubert hugo hugues ian ibrahim ida ignacio ilona imane ines ingrid irene iris isaac isabel
    isabella isabelle ivan jack jackie jacob jacqueline jacques jake james jamie jan jana jane janet janice
    jason javier jay jean jeanne jeannine jeff jeffrey jennifer jenny jeremie jeremy jerome jess jesse
    jessica jesus jim joan joao joaquin jocelyne joe joel joelle johan johann johanna john jon jonas
    jonathan jordan jorge jose josephine joseph joshua josiane joyce juan judith judy jules julia julian
    juliana julie julien juliette justin justine kamel karen karim karin karine karl kate katherine kathleen
    kathryn kathy katia katie kelly ken kenneth kevin khadija kim klaus kristen kristina krzysztof kurt kyle
    laetitia lara larry laura laure laurence laurent lauren laurie lea leah lee leila lena leo leon leonard
    leonie leslie lewis liam lilian liliane lily lina linda lionel lisa lise logan lola lorenzo louis louisa
    louise loic luc luca lucas lucia lucie lucien ludovic luis luisa luiz luke lydia lydie lynn madeleine
    mael magali malik manon manuel marc marcel marcelle marco marcos marek margaret margaux margot
    marguerite maria mariam marianne marie marielle marina mario marion marjorie mark marlene marta martha
    martin martina martine marvin mary maryse mateo mathias mathieu mathilde mathis matteo matthew matthias
    matthieu maud maurice max maxime maya megan mehdi melanie melissa mercedes michael michel michele
    michelle miguel mikael mike milan milena mireille miriam mohamed mohammed monica monika monique morgan
    morgane mourad muriel mustafa myriam nabil nadege nadia nadine naomi natacha natalia natalie natasha
    nathalie nathan neil nelly nicholas nick nicola nicolas nicole nina noah noe noel noelle noemie nora
    norbert nour oceane odette odile olga oliver olivia olivier omar oscar otto owen pablo paloma pamela
    paola paolo pascal pascale patrice patricia patrick paul paula pauline pedro peggy penelope perrine
    peter petra phil philip philippe pia pierre pierrick piotr quentin rachel rachid rafael ralph ramon
    raoul raphael raphaelle raul raymond rebecca regine regis remi remy renaud rene renee ricardo richard
    rita robert roberto robin rodolphe roger roland romain roman romane ronald rosa rosalie rose roy ruben
    rui russell ruth ryan sabine sabrina sacha said sally salma sam samantha sami samir samuel samy sandra
    sandrine sara sarah scott sean sebastian sebastien selma serge sergio severine shannon sharon shirley
    sibylle sidonie silvia simon simone sofia solange solene sonia sophia sophie stanislas stefan stefano
    steffen stella stephan stephane stephanie stephen steve steven stuart susan suzanne sven sylvain sylvia
    sylvie tamara tanguy tania tara tatiana ted teresa terry tess theo theodore theresa therese thibault
    thibaut thierry thomas tiffany tim timothee timothy tina todd tom tomas tony tracy tristan ursula
    valentin valentina valentine valerie vanessa vera veronique vicente vicky victor victoria vincent
    violette virginie vivian viviane vladimir walter wendy werner wilfried will william wolfgang xavier yael
    yann yannick yasmine yohan youssef yusuf yvan yves yvette yvonne zachary zoe zohra abdel abdellah akira
    aleksander arnold awa bintou bjorn bob bogdan brice cassandra chiara dan dave emil enzo ethan eugenie
    farah faycal gerda gina hana hiroshi hugh igor ilyes ismael jade jorn justyna kai kenza kwame lamia lars
    leonardo lilia lou louna luigi maeva magnus malika mamadou marius mila moussa nathanael niamh nils noor
    ola ole ousmane pascaline priya raj ravi rayan rosario samira sanjay sergei sigrid sinead soraya sunita
    thea ulrich uwe wanda wei yasmina yuki zainab zara
    """
)
FAMILY_NAMES = row(
    """
    martin bernard thomas petit robert richard durand dubois moreau laurent simon michel lefebvre leroy roux
    david bertrand morel fournier girard bonnet dupont lambert fontaine rousseau vincent muller lefevre
    faure andre mercier blanc guerin boyer garnier chevalier francois legrand gauthier garcia perrin robin
    clement morin nicolas henry roussel mathieu gautier masson marchand duval denis dumont marie lemaire
    noel meyer dufour meunier brun blanchard giraud joly riviere lucas brunet gaillard barbier arnaud
    martinez gerard roche renard schmitt roy leroux colin vidal caron picard roger fabre aubert lemoine
    renaud dumas lacroix olivier philippe bourgeois pierre benoit rey leclerc payet rolland leclercq
    guillaume lecomte lopez jean dupuy guillot hubert berger carpentier sanchez dupuis moulin louis
    deschamps huet vasseur perez boucher fleury royer klein jacquet adam paris poirier marty aubry guyot
    carre charles renault charpentier menard maillard baron bertin bailly herve schneider fernandez collet
    leger bouvier julien prevost millet perrot daniel cousin germain breton besson langlois remy besnard
    delorme smith jones williams taylor brown davies evans wilson johnson roberts robinson thompson wright
    walker white edwards hughes green hall lewis harris clarke patel jackson wood turner cooper hill ward
    morris moore clark lee king baker harrison morgan allen james scott phillips watson parker price bennett
    young griffiths mitchell kelly cook carter richardson bailey collins bell shaw murphy miller cox khan
    marshall simpson anderson ellis adams singh begum wilkinson foster chapman powell webb rogers gray mason
    ali hunt hussain campbell matthews owen palmer holmes mills barnes knight lloyd butler russell fisher
    stevens jenkins murray dixon harvey davis rodriguez hernandez gonzalez nguyen torres ramirez rivera
    nelson diaz reyes cruz gomez sullivan silva santos ferreira pereira oliveira costa rossi russo ferrari
    esposito bianchi romano schmidt fischer weber wagner becker schulz hoffmann koch bauer richter wolf
    schroder neumann kowalski nowak jansen devries peeters diallo traore benali cohen levy haddad mansouri
    bensaid saidi
    """
)
TOWNS = row(
    """
    paris marseille lyon toulouse nice nantes strasbourg montpellier bordeaux lille rennes reims toulon
    grenoble dijon angers nimes villeurbanne clermont-ferrand brest tours amiens limoges annecy perpignan
    besancon orleans metz mulhouse rouen caen nancy argenteuil montreuil roubaix tourcoing nanterre avignon
    poitiers creteil versailles pau colombes courbevoie antibes cannes calais ajaccio bastia quimper lorient
    vannes bayonne valence chambery saint-etienne saint-denis saint-nazaire saint-malo aix-en-provence
    boulogne-billancourt la rochelle le havre mans troyes niort colmar beziers london manchester birmingham
    liverpool leeds glasgow edinburgh bristol cardiff belfast sheffield oxford cambridge brighton nottingham
    leicester newcastle southampton york dublin cork galway madrid barcelona valencia sevilla lisbon lisboa
    porto roma rome milano milan torino napoli firenze berlin munich hamburg frankfurt cologne stuttgart
    dresden vienna wien zurich geneve geneva lausanne basel bruxelles brussels anvers antwerp gent liege
    namur luxembourg amsterdam rotterdam utrecht copenhagen oslo stockholm helsinki tallinn riga vilnius
    warsaw krakow prague budapest bucharest sofia athens montreal quebec toronto vancouver ottawa boston
    chicago houston dallas seattle denver atlanta miami austin portland philadelphia phoenix sydney
    melbourne casablanca rabat tunis alger dakar abidjan
    """
) | {
    "la rochelle",
    "le havre",
    "le mans",
    "new york",
    "los angeles",
    "san francisco",
    "san diego",
    "den haag",
}
ROLE_MAILBOXES = row(
    """
    contact info infos hello bonjour sales support commercial commerciale comptabilite compta accounting
    accueil admin administration service services sav commande commandes orders order office billing
    facturation finance no-reply noreply nepasrepondre ne-pas-repondre webmaster postmaster abuse marketing
    direction secretariat rh hr jobs recrutement help helpdesk team equipe privacy dpo legal press presse
    enquiries mail export purchasing achats shop store boutique magasin root hostmaster security noc it
    technique reservation reservations booking logistique logistics stock livraison depot entrepot
    """
)
