import { StemTable } from "./stems.ts";

/**
 * Beginnings of words that lean to one side in answers, folded, from seven languages. Written from experience, so that
 * a word no example holds still counts; a `$` ends a word that must stand whole. The training weighs them as groups.
 */
const STEMS = {
  pos: `
ravi enthousias emball seduit convaincu bluff charm conquis heureu content enchant volontiers plaisir joie parfait genial super$ excellent
formidable fantastique impeccable nickel chouette topissime adopt approuv valid accept accord$ favorabl admis$ admise integr retenons selectionne$ felicit bienvenue bravo
partant preneu motive interesse curieu convien enthousiaste convainc feu$ banco demarr avanc souscri adher inscri reserv command achet sign participer participe viendr
present$ presents$ presente$ recommand appreci adorer adore$ aimerai aimerions hate$ impatien rencontr discut echang entret embauch recrut propos$ promesse
delighted thrilled excited keen eager happy glad pleased honoured honored great awesome amazing brilliant superb terrific fantastic wonderful perfect excellent impress
approv accept agre confirm welcome congratul onboard aboard shortlist hired hiring offer$ proceed ahead forward enrol register$ subscrib purchas order$ buy$ book$ join$ attend$
sold$ deal$ love$ loved$ lovely interest fits$ yep$ yes$ yeah$ sure$ absolutely definitely certainly gladly indeed$ convinced curious unanim
oui$ ouais$ ok$ okay$ carrement evidemment bien-sur certes$
encantad interesad perfect genial estupend acuerdo aceptamos acepto adelante apunt cuente confirm admitid seleccionad gusto$ felicidad felicitac claro$ vale$ conviene
gerne$ begeister einverstanden zusag freuen freue$ passt$ perfekt super$ prima$ klasse annehmen zustimm bestell anmeld interessier willkommen ja$ jawohl sagt$ zusammenarbeit
adorar combinad fechar fechad aceit perfeit otim prazer sim$ interesse$ agrad inscrev claro$ selecionad bem-vind serve$
volentieri accett perfett ottim piacere lieti$ felic d'accord benvenut interessat
graag$ akkoord prima$ leuk$ geweldig`,
  neg: `
refus declin rejet regret desol navre helas dommage malheureus impossib incapab annul resili desist renonc abandon retract rembours defectueu casse$ cassee$ abim bacle decu decev decept
insatisf mecontent inutil inadapt insuffis pourvu complet$ completes$ ferme$ gele$ suppr effac efface retir radi desabon desinscri stop$ arret cess harcel spam plaint cnil rgpd arnaqu
pitoy scandal honte inaccept inadmiss penib ridicul lach marre assez$ jamais$ empech indisponib trop$ cher$ chere$ onere hors$ concurren interne$ ailleurs contest oppos nul$ nulle$ nan$
non$ niet$ defavor negati ecart elimin autre$ autres$ rester$ restons$ privilegi prefer gard$ licenci demission faillite cloture$ liquidat
no$ nope$ nah$ unfortun regret sorry apolog decline declin reject refus denied deny turn$ unable unsuccess unsuit cannot cancel terminat withdraw withdrew resign quit$ refund broken damag
faulty defect disappoint dissatisf unhappy useless worthless overpriced expensive sloppy poor$ waste unsubscrib remove$ removed$ delete erase stop$ cease harass spam report$ fraud scam
annoy ridicul unaccept pathetic rude$ enough$ never$ filled$ closed$ clos$ frozen freeze cutting$ cuts$ instead$ elsewhere other$ others$ another$ competitor already$ pass$ dispute lack$ lacks$ fell$ dead$
stick$ stay$ staying$ clash pull$ wound$ winding$ pity$ rather$ redundan overdrawn downsiz shelved scrapped
lamenta desgraciad rechaz cancel baja$ borr elimin imposib caro$ cara$ molest estafa denegad otro$ otra$ ya$ nunca$ tampoco
leider bedauer absag abgelehnt ablehn kundig streich losch teuer besetzt anderen$ andere$ unmoglich verhindert nein$ bereits bisherig unverschamt beschwer
infeliz lament recus cancel remov apag impossiv caro$ outro$ outra$ ja$ nunca$ desculp preenchid
purtroppo rifiut annull cancell impossibil altro$ gia$ mai$ spiacent caro$
helaas jammer weiger annuleer opzeg duur$ andere$`,
  ask: `
combien quel quelle quels quelles comment pourquoi quand$ ou$ qui$ est-ce precis renseign expliqu indiqu tarif prix$ cout$ horaire adresse$ numero duree delai modalit reference$ references$
how$ what$ when$ where$ which$ who$ whom$ whose$ why$ clarif elaborat explain detail pric cost$ costs$ whether$ possible$
cuanto cuanta cuando donde quien cual como$ precio wie$ wann$ wo$ wer$ was$ welche warum kosten quanto quando onde$ quem qual$ preco dove$ quale hoe$ wanneer waar$ wie$ wat$`,
  info: `
joint$ jointe$ ci-joint piece$ pieces$ annexe planning compte-rendu ordre$ transmet transmis transfer faire-suivre collegue associe$ responsable$ service$ siege direction$ interlocut adress
justificat rib$ kbis dossier reception recu$ recue$ note$ notee$ bien-recu examen etude etudi etudie comit commission decis reunion$ conge vacances retour$ rentre$ absen deplac relanc
recontact ulterieur tard$ prochain attend attente reflech hesit peut-etre sais$ verr reviens reviendr informer information verifi consult voicemail vocal virement reglement$ expedi livraison livr
depend$ dependra report
attach enclos agenda minutes$ forward$ forwarding$ colleague manager$ department$ head$ office$ procure contact$ proof document receipt receiv noted$ acknowledg review consider discuss$ committee council
decid holiday leave$ return$ back$ later$ next$ revisit circle revert maybe perhaps unsure hesit think$ thinking$ check$ verify junk$ deliver dispatch ship transfer payment schedul postpone pushed$ depends$
wait$ waiting$ travel follow september january
adjunt reenv companer jefe$ consult revis recib septiembre pronto quiza anbei kolleg$ zustandig weiterleit prufen erhalten spater herbst chef$ vielleicht anexo colega chefe receb setembro talvez
allegat collega ricevut forse bijlage collega misschien ontvangen`,
};

const table = new StemTable(Object.entries(STEMS));

/** The sides a folded word leans to; mostly none. */
export function leaningsOf(word: string): readonly string[] {
  return table.find(word);
}
