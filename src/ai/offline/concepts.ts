import { StemTable } from "./stems.ts";

/**
 * A small dictionary of what answers speak of: one concept a line, beginnings of words (folded) in the languages we
 * read, `$` for a whole word. So what an example teaches in one language holds in the others.
 */
const CONCEPTS = `
accept: accept acept acceit aceit accett annehm annimm akkoord
agree: accord$ agre acuerd acord einverstanden entend convenu consent consens
approve: approuv approv approb valid aprob aprov genehmig avalis
confirm: confirm bestatig conferm bevestig
interest: interess interest intrig curieu curious tent
want: veux veut voul voudr souhait desir want wish quier querem desej mochte$ mochten vorrei vogli wil$ aimerai aimerions
like: aime$ aimons$ ador plai plu$ love like$ liked$ enjoy gust encant gefall gefallt piac leuk
happy: heureu content ravi enchant joie rejoui happy glad delight thrill pleas feliz alegr freu liet felic blij bonheur excit hate$ impatien
good: bon$ bonne$ bien$ good$ great fine$ nice well$ buen bem$ gut$ bene$ goed$ top$ super$ parfait perfect excellent formid genial fantast wonder brilliant awesome lovely impecc remarqu remark beau$ belle$ beautiful bueno otim prima$ klasse
suit: convien convenir convient suit$ suits$ fits$ works$ passt$ colle$ correspond match arrange$ encaja conviene serve$
bad: mauvais mediocr lament pitoy bad$ poor$ awful dread terribl horribl sloppy bacl nul$ malo$ schlecht mau$ worse worst
refuse: refus declin rejet reject deni denied turn$ rechaz ablehn abgelehnt recus rifiut weiger oppos object dit-non inadmissib irrecevab
select: retenu retenons retenir selectionn select chois choos chose chosen shortlist elegi elig ausgewahl wahl escolh scelt priv privilegi prefer pris$ prise$
other: autre$ autres$ other$ others$ another$ else$ different otro$ otra$ andere outro$ outra$ altro$ altra$ ailleurs elsewhere instead plutot rather sooner
candidate: candidat applic applican postul bewerb kandidat solicitud
job: poste$ emploi travail job$ role$ position work$ puesto trabajo stelle$ arbeit vaga$ emprego lavoro baan mission
hire: embauch recrut engag$ hire$ hired$ hiring recruit contrat contratar einstell
internship: stage$ stages stagiair altern apprenti intern$ interns$ internship placement praktik practicas estagi tirocini
profile: profil cv$ resume curriculum lebenslauf parcours background experien portfolio book$ competenc skill
interview: entretien interview entrevist vorstellung colloqui oral$ jury panel$
place: place$ places$ spot$ seat plaza platz vaga posto
full: complet pourv plein full$ filled taken$ booked besetzt ocupad llen occup attribu pris$ prise$ closed clos$ closes
now: maintenant actuel now$ current aujourd ahora derzeit momentan agora adesso nu$ moment instant stage$
later: tard$ later$ prochain next$ ulterieur despues mas-tarde spater depois dopo futur future rentree printemps spring septemb autumn january janvier mois$ month an$ annee year
tomorrow: demain tomorrow manana amanha domani morgen$ ce-soir tonight
day: lundi mardi mercredi jeudi vendredi samedi dimanche monday tuesday wednesday thursday friday saturday sunday lunes martes miercoles jueves viernes sabado domingo montag dienstag mittwoch donnerstag freitag samstag segunda terca quarta quinta sexta
time: temps heure$ heures$ time$ hour creneau slot$ tiempo hora$ zeit uhr$ tempo orario matin$ matinee morning afternoon apres-midi evening soir$ semaine week woche semana settimana
meet: rencontr rendez-vous rdv$ reunion meet seance reun treff termin$ encontr incontr appuntament afspraak recev recois visite visit visio videocall demo demonstration presentation
call: appel rappel telephon call$ calls$ ring$ phone llam telefon anruf ligar ligue$ chiam bel$ bellen joindre joignab reach
come: viens$ venir viendr venez vien$ passez passer passe$ come$ coming$ pop$ swing$ drop$ venga$ venir kommen kommt vir$ venha venit present$ presents$
attend: particip assist attend$ attending$ join$ joins$ teilnehm anmeld inscri regist apunt inscrev enrol sign-up
talk: parl discut echang talk$ chat$ speak discuss habl sprech convers sentir$ fal$ falar
send: envoy adress transmet send$ sent$ mail$ envi mand schick sende parveni
give: donn give$ gave$ given$ provid fourn dar$ geben forn
document: document piece justificat attestation certificat paper plaquette brochure dossier file$ unterlagen catalogue form$ formulair attach joint$ jointe$ anex adjunt allegat anbei enclos
contract: contrat contract convention agreement bail$ lease$ vertrag contrato contratto
sign: sign$ signe$ signer signez signed signing signature unterschr firm assin
quote: devis quote$ quotation estimate presupuest angebot orcamento preventiv offerte offert
offer: offre offer propos oferta angebot proposta bid$ tender
order: command order$ pedid bestell ordin bestel palette exemplaire unit$ units$
buy: achet acquer buy$ purchas compr kauf acquist koop prends$ prend$ prenons$ take$ tomamos
pay: pay$ paye paie regl virement paid$ payment pago pagar zahl pagament betal virer vire$ cheque acompte deposit
invoice: factur invoice rechnung fatura fattura
price: prix tarif price pricing cost$ costs$ cout coute combien kost preci preco prezz fee$ rate$ rates$ loyer rent$
expensive: cher$ chere$ onere eleve expensive overpriced dear$ caro$ cara$ teuer duur$ delirant high$
money: budget argent moyens$ finance financ fund money means$ dinero geld presupuesto verba sou$ afford subvention grant$ loan$ pret$ credit
have: avons$ avez$ ai$ have$ got$ dispos possed tenemos tengo haben habe temos tenho abbiamo hebben equip
already: deja already ya$ bereits schon$ ja$ gia$ al$
need: besoin need$ needs$ necesit brauch precis bisogn bedarf nodig utilit utile use$ usage
supplier: fournisseur prestatair supplier vendor provider partenair partner proveedor anbieter fornecedor fornitor leverancier concurrent competitor agence agency assureur insurer confrere cabinet
stay: rester restons reste$ gard stay$ keep$ stick$ remain fidel loyal continu bleib quedar$ ficar maintain
change: chang switch cambi wechsel mudar
stop: stop arret cess quit$ ends$ end$ fin$ fini halt basta deje$ deja-de aufhor pare$ smett terminat termin$ clotur ferme$ resili annul cancel decommand desist retract withdraw retir renonc abandon drop$ dropp kundig absag storn
remove: supprim effac radi ray$ rayez otez delet erase remov unsubscrib desabon desinscri borr loch losch apag elimin strike$ baja$
contact: contact ecri ecrire write$ writing$ escrib schreib escrev scriv messag mail mails emails email e-mail courriel solicit sollicit relanc follow-up
list: liste list$ lists$ fichier database verteiler lista base$ newsletter lijst
annoy: harcel spam insist peni lourd tiresome annoy pushy bother molest nerv honte scandal grossi rude ridicul arnaq scam shady douteu merde conner crap$ fuck foutez fichez lach pitoy
problem: problem souci panne broken defect defectu casse damag kaputt error erreur fehler fault bug$ wrong$ issue retard late$ delay
refund: rembours refund reembols erstatt reclam plaint complain dispute contest
disappoint: decu decev decept disappoint insatisf dissatisf unhappy decepcion entt mecontent furi angry underwhelm lamentab
sorry: desol navr sorry apolog excus sient lo-siento desculp spiacent entschuld regret pardon
sad: malheureu unfortun dommage helas sadly lament leider bedau infeliz purtropp helaas afraid crain
possible: possib able$ pouv peux peut pourr can$ could puede podem kann konn pode$ posso impossib unable incapab cannot
know: sais$ savoir sait$ know$ knows$ conna sabe wissen weiss saber sapere understand compr verst
think: pens think reflech croi$ believe consider creo denk glaub penso etud etudi examin review analy evalu pruf weigh hesit
decide: decid decis tranch arbitr deliber settle entscheid decision-mak
wait: attend attent attends wait esper wart aguard aspett patien hold$ bear$
info: information info$ infos$ renseign detail precis explain expliqu clarif savoir-plus more-about
when: quand$ when$ cuando wann$ quando wanneer
where: where$ donde$ wo$ onde$ dove$ waar$
who: qui$ who$ quien wer$ quem chi$ wie$
how: comment$ how$ como$ wie$ come$ hoe$
what: quoi quel quelle quels what$ que$ was$ qual$ cosa wat$ which$
colleague: collegue colleague collega companer kolleg coleg associe assistant adjoint remplac replac successeur successor secretai boss$ chef$ cheffe$ manager director directeur directric responsab jefe$ patron hr$ rh$ hierarch superior
department: service$ department compta accounts$ legal$ juridiq siege office$ achats$ procure
forward: transfer transmis forward suivre$ pass$ passed$ reenvi weiterleit encaminh inoltr copie$ copying copy$
inthecharge: charge$ occup handle deals$ zustand encarg trait gere$ gerer
received: recu$ recue$ receiv recept recib erhalten receb ricev ontvang note$ notee$ noted$ enregistr recorded logged
holiday: vacanc conge conges holiday leave$ vacation urlaub ferias ferie$ vakanti absen away$ deplacement office-closed
back: retour$ return$ back$ rentre$ regres vuelv zuruck volta terug reviens revien reviendr
company: entrepris societe company firm$ firma empresa boite$ structure
team: equipe team$ equipo staff personnel group
child: enfant fils$ fille$ child son$ daughter kids$
event: soiree evening seminaire seminar fete$ party$ event evenement evento salon fair$ wedding mariage atelier workshop course cours$ reunion formation training
house: maison appartement house$ flat$ salle hall$ gite cottage casa wohnung
start: commenc demarr start begin empez beginn comec inizi lanc launch avanc proceed ahead$ forward$ adelante go$
try: essai essay try$ trial$ test prob versuch pilot tester
win: gagn laureat win$ won$ winner remport prix$ award admis$ admit accueil
support: souten support back$ backing aid$ aide$ help help$ ayud hilf favorab favor favour suivons
welcome: bienven welcome willkomm benvenut bem-vind
luck: chance$ luck suerte erfolg$ sorte continuation courage$ succes success
thanks: merci thank gracias danke obrigad grazi bedankt remerci
yes: oui$ yes$ yep$ yeah$ si$ ja$ sim$ ouais$ ok$ okay$ sure$ volontiers gladly evidemment certain absolut definit carrement naturally
no: no$ non$ nope$ nein$ nao$ nee$ niet$ nan$
never: jamais never nunca nie$ mai$ nooit
only: seul seulement only$ solo$ nur$ so$ uniquement
enough: assez enough suffis insuffis lack manqu missing falta fehlt
me: je$ j$ nous$ me$ moi$ i$ we$ us$ ich$ wir$ uns$ yo$ nosotros eu$ nos$ io$ noi$ ik$ wij$
you: vous$ tu$ te$ toi$ you$ usted$ ustedes sie$ ihnen du$ voce lei$ u$
mine: mon$ ma$ mes$ notre$ nos$ my$ our$ mi$ nuestr mein unser meu$ minha nosso mio$ nostr
yours: votre$ vos$ ton$ ta$ tes$ your$ su$ sus$ ihr$ ihre$ seu$ sua$ suo$`;

const table = new StemTable(
  CONCEPTS.split("\n")
    .filter((line) => line !== "")
    .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)]),
);

/** The concepts a folded word stands for; mostly none or one. */
export function conceptsOf(word: string): readonly string[] {
  return table.find(word);
}
