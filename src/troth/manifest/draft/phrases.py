"""Words that mean one thing together: `date naissance` is a date of birth, `etat civil` no state of a process."""

from collections.abc import Mapping

# Words that join others and say nothing: names are read without them.
GLUE = frozenset({"de", "du", "des", "d", "la", "le", "les", "l", "of", "the"})
# Words that phrases use for one another: `no secu` is `numero secu`.
_ALIKE = {
    word: plain
    for plain, listed in {
        "number": "number numero num no nr nbr nro",
        "date": "date dt dte dat",
        "birth": "birth naissance naisse naiss nais",
        "region": "departement dept dpt dep depart",
        "license": "license licence lice lic",
        "driving": "driving driver drivers dri",
        "session": "session sess",
        "phone": "phone telephone tel",
        "address": "address adresse adr addr",
    }.items()
    for word in listed.split()
}


def _joined(rows: Mapping[str, str]) -> dict[str, str]:
    """Each phrase as it is written, then in plain words, then its two words the other way round."""
    written = {_without_glue(phrase): plain for plain, listed in rows.items() for phrase in listed.split(",")}
    plainly: dict[str, str] = {}
    for phrase, plain in written.items():
        plainly.setdefault(alike(phrase), plain)
    for phrase, plain in tuple(plainly.items()):
        first, _, last = phrase.partition(" ")
        if {first, last} & {"number", "date"} and len(first) > 1 < len(last):
            plainly.setdefault(f"{last} {first}", plain)
    return {**plainly, **written}


def alike(phrase: str) -> str:
    """The phrase with one word for each meaning: `no permis` and `num permis` are the same."""
    return " ".join(_ALIKE.get(word, word) for word in phrase.split())


def _without_glue(phrase: str) -> str:
    return " ".join(word for word in phrase.split() if word not in GLUE)


PHRASES = _joined(
    {
        "birthdate": "date birth,date naissance,date naiss,birth date,dt naiss,dt naissance,dte naiss,"
        "date of birth,birth day,dte naissance,dat naiss,dat naissance,naiss date,naissance date,birth dt,"
        "date nais,dt nais,dte nais,d naiss,d nais,birth year,annee naissance,year of birth,jour naissance,"
        "dat nai,naiss dt,nais dt,brth dt",
        "birthplace": "birth place,adresse naissance,lieu naissance,place of birth,birth city,ville naissance,"
        "lieu naiss,"
        "birth country,pays naissance,commune naissance,birthplace,cp nais,cp naiss,cp naissance,dep nais,"
        "dep naiss,dept naiss,pays nais,pays naiss,com nais,com naiss,ville nais,birth plc,lnais,"
        "town of birth,city of birth,"
        "country of birth,lieu nais,departement naissance,dept naissance,naissance lieu,naissance ville",
        "lastname": "last name,family name,nom famille,nom naissance,birth name,maiden name,"
        "nom jeune fille,nom jf,nom pat,nom mar,nom usage,nom patronymique,nom marital,nom epouse,nom de famille,"
        "nom de naissance,nom de jeune,name last,name family,family name prefix,"
        "family name suffix,name suffix,second name,last nm,nom de usage,nom naiss",
        "firstname": "first name,given name,middle name,name first,preferred name,first nm,middle initial,"
        "known as,nom prenom usage",
        "fullname": "full name,nom complet,nom prenom,prenom nom,nom et prenom,display name,complete name,"
        "name full,nom cpl,real name,account holder,bank account holder,bank account owner,bank account name,"
        "titulaire compte,compte titulaire",
        "housenumber": "house number,street number,numero rue,numero voie,numero maison,hse no,numero adresse,"
        "numero porte,"
        "numero appartement,numero appart,numero apt,apartment number,flat number,door number,unit number",
        "address": "type voie,street type,type rue,lieu dit,code porte,door code,"
        "code immeuble,cplt adr,compl adr,boite postale,lib voie,nom voie",
        "email": "adr elec,adresse electronique,adr electronique,electronic address",
        "postcode": "code postal,postal code,zip code,post code,code post,cod post,cod postal,cd post,"
        "cd postal,postcode code,c post",
        "region": "state province,province state,state region,county district,township division",
        "passport": "identity card,carte identite,piece identite,id card,national id,identity document,"
        "identity number,id document,carte d identite,piece d identite,numero identite,titre sejour,"
        "numero visa,visa number,"
        "residence permit,driving licence,driving license,driver license,driver licence,drivers license,"
        "permis conduire,numero permis,permis de conduire,num permis,licence number driver,no permis,"
        "national identity,national number,numero national,passport number,"
        "num passp,dl no,dl num,pp no,permis no,num ci,no ci",
        "nir": "personal id number,personal id,personal identification number,national code,code national,"
        "national registration number,national registry number,sin num,sin number,numero avs,"
        "avs number,securite sociale,secu sociale,social security,national insurance,num insee,"
        "numero insee,no secu,num secu,numero secu,insurance number,no insee,health insurance number,"
        "carte vitale,num vitale,num ss,no ss,ss num,ss no,numero ss,insee num,ni no,ni number,nhs number,nhs no",
        "taxid": "numero fiscal,num fiscal,tax number,tax id,tax identification,reference fiscale,"
        "fiscal code,code fiscal,identifiant fiscal,no fiscal",
        "iban": "account number bank,bank account,compte bancaire,coordonnees bancaires,bank details,"
        "iban number,no chq,num chq,sepa mandate,mandat sepa,account iban,compte iban,"
        "bank account number,sort code,routing number,routing no,domiciliation bancaire,no compte bancaire,"
        "cpt bancaire,rib cle,cle rib,code banque,code guichet,numero guichet,cpte bq,cpt bq,"
        "dom banc,bank acct,cpte banc,cpt banc",
        "accountnumber": "numero compte,num compte,num cpte,numero cheque,cheque number,"
        "bank name,nom banque,banque nom,bank branch,"
        "bank branch number,bank branch code,agence bancaire",
        "cvv": "card code,security code,card security,code securite,cvv code,card cvv,card cvc,code cvv",
        "card": "card last four,card number,credit card,debit card,carte bancaire,numero carte,num carte,card no,"
        "card num,bank card,card last,last four,carte credit,last digits,card digits,no carte,cc number,"
        "cc last,card mask,masked card,card masked,masked pan,carte numero,carte num,card nbr,cb num,"
        "num cb",
        "cardholder": "card holder,holder card,card name,name on card,card owner,titulaire carte,"
        "porteur carte,nom porteur,nom sur carte,nom titulaire",
        "cardexpiry": "exp mois,exp annee,mois exp,annee exp,expiration month,expiration year,"
        "mois expiration,annee expiration,cb expiration,card expiry,card exp,card expiration,"
        "expiration carte,expiry card,cc exp,carte exp,date expiration carte,exp month,exp year,cb exp,"
        "carte expiration,expiry month,expiry year,card expires,exp date month,exp date year",
        "login": "user name,login name,data base user,db user,ftp user,ssh user,"
        "nom utilisateur,user login,screen name,code utilisateur,nom user,"
        "nom d utilisateur,pseudo forum,ftp user,ftp login,sip user,ppp login,ppp user,radius user",
        "password": "mot passe,mot de passe,pass hash,password hash,password digest,encrypted password,"
        "pass word,hash pwd,password salt,pwd hash,hashed password,code pin,pin code,pin hash,sip secret,"
        "ppp pass,recovery code,security answer,reponse secrete,question secrete,security question,"
        "secret answer",
        "token": "secure key,cle secure,cle securite,auth code,epp code,transfer code,key hash,"
        "token hash,token digest,hashed key,key digest,"
        "hashed token,api key,api token,access token,refresh token,reset token,remember token,"
        "session token,auth token,session id,session key,reset key,secret key,otp secret,push token,"
        "device token,confirmation token,invitation token,reset password token,auth key,fcm token,"
        "apns token,cle api,ssh key,public key,activation code,cle session,session cle,verification token,"
        "activation key,reset tok,private key,license key,licence key,cle licence,backup code,backup codes,"
        "codes secours,lost password,forgot password,forgotten password,mot passe oublie,one time password,"
        "cle pgp,clef pgp,pgp key",
        "ip": "ip address,ip addr,adresse ip,adr ip,remote addr,remote ip,ip addresses,client ip,"
        "ip client,remote host,sign in ip,login ip,host ip,ip source,source ip,framed ip,"
        "framed ip address,src ip,ip add,remote address",
        "useragent": "user agent,agent utilisateur,comment agent,http user agent,navigateur client,"
        "browser agent,agent user,navigateur web,accept language",
        "device": "mac address,device id,adresse mac,mac addr,device fingerprint,advertising id,"
        "browser fingerprint,device uid,device uuid,hardware id,adr mac,num imei,numero imei,"
        "calling station id,serial imei,empreinte navigateur,device serial",
        "cookie": "cookie id,visitor id,cookie key,visitor uuid,anonymous id,tracking id,client uuid,"
        "ga id,visiteur uuid,visitor token,id cookie,id visiteur,distinct id,analytics id",
        "location": "gps coordinates,geo point,gps position,coordonnees gps,cell id,cell tower,"
        "geo location,gps lat,gps lon,gps lng,position gps,geo lat,geo lon,geo lng,coord x,coord y,"
        "cell site,coordinates lat,coordinates lng,coordinates long,coordinates lon,coord lat,coord lng,coord long,"
        "coord lon,geo long,gps long,position lat,position lng,position long",
        "phone": "phone number,ph no,ph num,contact ph,home ph,work ph,cell ph,home no,office no,"
        "mobile no,work no,home number,work number,office number,"
        "cell no,contact no,tel port,tel dom,tel bur,tel pro,tel perso,phone port,tel gsm,tel domicile,"
        "numero telephone,num tel,phone nb,tel nb,telephone fixe,tel fixe,tel portable,"
        "telephone portable,mobile phone,"
        "home phone,work phone,tel mobile,ligne telephone,num telephone,no tel,numero tel,cell phone,"
        "calling number,called number,numero appelant,numero appele,numero mobile,contact number,a number,"
        "b number,mobile number,num appelant,num appele,fax number,cli number,num mobile,"
        "numero abonne telephone,sms number,dialed number,numero portable,num portable,"
        "ligne mobile,tel rappel,callback phone,callback number",
        "photo": "profile picture,photo profil,profile image,image profil,photo identite,profile photo,"
        "avatar url,photo url,image url profile,photo path,user image,img profil,profile img,profile pic",
        "signature": "signature image,digital signature",
        "profession": "job title,military service,service militaire,service national,national service",
        "job": "intitule poste,poste occupe,categorie socioprofessionnelle,position title,"
        "work title,fonction poste,socio pro,csp code,convention collective,collective agreement",
        "company": "raison sociale,company name,nom societe,nom entreprise,business name,trading name,"
        "organisation name,organization name,societe nom,entreprise nom,legal name,nom commercial",
        "salary": "net pay,gross pay,gross salary,net salary,salaire brut,salaire net,base pay,"
        "hourly rate,annual income,monthly income,net a payer,net payable,taux horaire,brut mensuel,"
        "net mensuel,gross amount,tx hor,taux hor,tx horaire,cout horaire,quotient familial,"
        "revenu fiscal,credit limit,credit score,score credit,"
        "net imposable,net imp,brut annuel,base sal,sal brut,sal base,sal net,sal mens,ann sal,"
        "household income,pay amount,fiscal income,bonus amount,pay rate,pay slip,pay stub,pay item",
        "family": "situation fam,marital status,civil status,situation familiale,etat civil,nb enfants,"
        "nombre enfants,situation matrimoniale,number of children,family status,family situation,"
        "children count,nb enfant,charge famille,personnes charge,personne charge,situation famille,"
        "regime matrimonial,nb personnes foyer,regime familial,sit fam,sit familiale,kids count,"
        "nbr enfants,nom conjoint,nom epoux,spouse name,nom mere,nom pere,mother name,"
        "father name,parent name,mother maiden name,child name,nb enf,nbr enf,enf chg,enf charge,etat civ,"
        "number dependents,mrtl sts",
        "education": "niveau etude,niveau etudes,education level,study level,level education,school name,"
        "curriculum vitae,annee diplome,niv etu,niv etude,niv etudes",
        "plate": "license plate,licence plate,registration plate,plaque immatriculation,plate number,"
        "vehicle registration,numero immatriculation,registration number vehicle,car registration",
        "customernumber": "admission number,roll number,enrolment number,enrollment number,"
        "referral code,code parrainage,code parrain,affiliate code,"
        "customer number,numero client,num client,code client,client number,"
        "customer code,customer no,no client,numero adherent,member number,membership number,num adherent,"
        "code adherent,employee number,employee code,account ref customer,patient number,"
        "subscriber number,numero abonne,num abonne,no adherent,loyalty number,carte fidelite,"
        "loyalty card,card loyalty,num fidelite,numero fidelite,frequent flyer,ref client,client ref,"
        "customer ref,reference client,customer reference,fidelity card,num patient,numero patient,"
        "external customer,stripe customer,stripe customer id,customer external,student number,"
        "numero etudiant,matricule salarie,code salarie,num salarie,badge number,numero badge,num badge,"
        "badge no,medical record number,patient ref,ipp patient,dossier patient,staff number,"
        "payroll number,loyalty no,no adh,num adh,num mut,no licence,num licence,num lic",
        "religion": "religious belief,appartenance religieuse,croyance religieuse",
        "union": "trade union,union member,appartenance syndicale,union membership,labour union,"
        "labor union,mandat syndical,union name,cotisation syndicale,mandat elu,union dues",
        "politics": "political party,opinion politique,political opinion,parti politique,political view,"
        "political affiliation",
        "orientation": "sexual orientation,orientation sexuelle,gender identity,identite genre,"
        "vie sexuelle,sex life",
        "ethnicity": "ethnic origin,origine ethnique,racial origin,race ethnicity,ethnic group",
        "biometrics": "biometric data,biometric template,face template,fingerprint template,"
        "fingerprint hash,empreinte digitale,empreinte biometrique,face embedding,voice print,"
        "face encoding,iris scan,gabarit biometrique,fingerprint scan,fingerprint data,finger template,"
        "empreintes digitales",
        "genetics": "genetic data,donnees genetiques,genetic test,test genetique",
        "offences": "casier judiciaire,criminal record,criminal conviction,police record,background check,"
        "condamnation penale,criminal history,antecedents judiciaires,dbs check,extrait casier",
        "body": "poids kg,weight kg,height cm,taille cm",
        "relation": "lien parente,degre parente",
        "health": "special need,cause of death,besoin particulier,besoin specifique,"
        "code cim,code icd,icd code,cim code,diagnosis code,code diagnostic,blood type,"
        "blood group,groupe sanguin,arret maladie,sick leave,medical condition,etat sante,health status,"
        "regime alimentaire,dietary requirement,dietary restriction,health condition,sick note,"
        "medical history,antecedents medicaux,accident travail,taux incapacite,medical note,note medicale,"
        "type handicap,traitement medical,traitement cours,health note,dossier medical,medical file,"
        "state of health,doctor note,dietary need,medical treatment,conge maladie,taux invalidite,"
        "body weight,tension arterielle,blood pressure,lab result,"
        "resultat analyse,fitness for work,restriction medicale,work restriction,aptitude medicale,"
        "medical restriction,special diet,motif consultation,motif hospitalisation,compte rendu medical,"
        "reason for visit,gr sang,grp sang,bld type,bld grp,motif hosp,motif hospit,med cond,med hist,"
        "notes med,note med,aptitude med,visite med,visite medicale,medical visit,regime alim,"
        "regime aliment,regime cantine,tension art,score douleur",
        "companyid": "numero siret,numero siren,vat number,tva intra,tva intracommunautaire,code naf,"
        "code ape,num tva,company number,numero tva,company registration,code siren,code siret,"
        "registration number,rcs number,numero rcs,tva intracom,vat id",
        "productcode": "code barre,code barres,bar code,code ean,code produit,product code",
        "emailid": "email id",
        "phonecode": "indicatif tel,phone code,phone country code,dial code,indicatif telephonique,phone prefix,"
        "indicatif pays,calling code,code pays tel,dialing code,dial prefix,indicatif,phone cc,tel cc,mobile cc,fax cc",
        "citycode": "code insee,insee code,insee commune,commune insee,code commune,code insee commune",
        "browsertype": "type navigateur",
        "domainname": "domain name,nom domaine,nom de domaine,host name,nom hote",
        "filename": "file name,nom fichier,original filename,nom du fichier,document name,nom document",
        "messageid": "message id",
        "doctor": "med trait,medecin traitant",
        "relative": "next kin,next of kin",
        "created": "date add,date ajout,date creation,dt crea,dt creation,date crea,created at,created on,"
        "date inscription,registration date,dte crea,date created,add date,insert date,date insert,"
        "signup date,signed up at,dte creation,d crea,registered at,inserted at,creation date,dat crea,"
        "dt ins,joined at,date joined,date saisie,cree le,ajoute le,inscrit le,enregistre le,"
        "date enregistrement,created date,date entree",
        "message": "compte rendu,compte-rendu,demande speciale,demande particuliere,special request,"
        "special instruction,delivery instruction,instruction livraison,lettre motivation,cover letter,"
        "rating feedback,rating comment,"
        "motivation letter,personal statement,cr visite,cr consultation,cr entretien,cr intervention,"
        "infos compl,info compl,infos complementaires,info complementaire,"
        "informations complementaires,additional info,other info",
        "freetext": "free text,texte libre,champ libre",
        "gender": "code civilite,code sexe,title code",
        "deliverynote": "delivery note,note de livraison number,bon livraison,delivery slip",
        "creditnote": "credit note,note credit,note frais,note de frais,expense note",
        "giftmessage": "gift message,message cadeau",
    }
)
