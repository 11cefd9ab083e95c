/**
 * Set phrases whose words mislead one by one ("no problem", "pourquoi pas"), and the cues of each class. A found
 * phrase becomes one token; the training decides what the token is worth. Patterns run on folded text and are bounded.
 */
export const PHRASES: readonly (readonly [token: string, pattern: RegExp])[] = [
  [
    "_ok",
    /\b(pas de (probleme|souci|soucis)|aucun (probleme|souci)|sans (probleme|souci)|y a pas de souci|no (problem|worries|prob|issue)s?( at all)?|not a problem|that's fine|sin problema|ningun problema|kein problem|sem problemas?|nessun problema|geen probleem)\b/,
  ],
  [
    "_whynot",
    /\b(pourquoi pas|je ne dis pas non|je dis pas non|c'est pas de refus|ce n'est pas de refus|why not|wouldn't say no|won't say no|por que no|warum nicht|porque nao|perche no|waarom niet)\b/,
  ],
  [
    "_feelfree",
    /\b(n'hesitez (surtout )?pas|n'hesite (surtout )?pas|ne pas hesiter|(please )?(do not|don't) hesitate|feel free|no dude en|no duden? en|zogern sie nicht|nao hesite|non esiti)\b/,
  ],
  [
    "_eager",
    /\b(can't wait|cannot wait|looking forward|look forward|hate (de|d')|j'ai hate|au plaisir (de|d')|avec (grand )?plaisir|with pleasure|my pleasure|con (mucho )?gusto|sehr gern(e)?|com (todo o |muito )?prazer|con piacere|graag)\b/,
  ],
  [
    "_notbad",
    /\b(pas mal|not bad|pas bete|plutot bien|couldn't agree more|couldn't be better|ne peux? (que|qu')|nothing against|rien contre|no objections?|pas d'objection|aucune objection|pas d'inconvenient|aucun inconvenient)\b/,
  ],
  [
    "_noneed",
    /\b((pas|plus|aucun|nul) besoin|n'(avons|ai|a) (pas|plus|aucun) (de )?besoins?|(no|not|don't|doesn't|dont) (\w+ ){0,2}need\b|no (further )?need|have no need|no necesit\w+|kein(en)? bedarf|nao precis\w+|sem necessidade|non (abbiamo|ho) bisogno|geen behoefte)\b/,
  ],
  [
    "_notinterested",
    /\b((pas|plus|peu|guere|aucunement|nullement|absolument pas) (du tout |vraiment |tellement |trop |plus )?interess\w+|ne (m'|nous |l'|les |t')?interess\w+ (pas|plus|guere)|(pas|aucun|sans|nul) (d')?interet|not (\w+ ){0,2}interested|isn't (\w+ )?interest\w+|no (longer )?interest(ed)?|uninterested|no (me|nos|le) interesa|no (estoy|estamos) interesad\w+|kein interesse|nicht interessiert|(nao|sem) (tenho |temos |estou |estamos )?interess\w+|non (sono|siamo|mi|ci) interess\w+|geen interesse|niet geinteresseerd)\b/,
  ],
  [
    "_interested",
    /\b((tres |vraiment |fort |plutot |bien )?interesse(e|s|es)?\b|m'interesse|nous interesse|interessant\w*|(very |definitely |really |quite |certainly )?interested in|(am|are|is|we're|i'm|would be) (\w+ )?interested|me interesa|nos interesa|estoy interesad\w+|interessiert|interesse an|tenho interesse|temos interesse|sono interessat\w|ci interessa|geinteresseerd)\b/,
  ],
  [
    "_refuse",
    /\b(ne (donn\w+|pouv\w+|souhait\w+|pourr\w+|peux|peut|sera|seront|retien\w+|retenons|veux|veut|voulons|desir\w+)( (vous|nous|y|en|lui|leur|pas|malheureusement)){0,3}( (donner|repondre|retenir|poursuivre|favorablement|participer|suite|accepter|souscrire|etre))?|sans suite|fin de non[- ]recevoir|n'a pas ete (retenue?|selectionnee?|acceptee?)|pas ete (retenue?|selectionnee?|acceptee?)|reponse (negative|defavorable)|avis defavorable|decli(ne|nons|nez|ner)|refus\w*|reject\w*|declin\w+|turn(ed)? (it |this |you )?down|pass on (this|it|that)|(we'll|i'll|going to|gonna|have to|must) pass\b|not (be )?(moving|going|proceeding|progressing|able|possible|selected|successful|pursue|pursuing|taking|looking)|no (es|sera) posible|rechaz\w+|ablehn\w+|absag\w+|recus\w+|rifiut\w+)\b/,
  ],
  [
    "_regret",
    /\b(malheureusement|regrett\w+|au regret|a regret|navree?s?|desolee?s?|helas|dommage|unfortunately|regret\w*|sadly|sorry|apolog\w+|i'm afraid|im afraid|lamentablemente|lamento|lo siento|leider|bedauer\w+|infelizmente|lamentamos|purtroppo|helaas)\b/,
  ],
  [
    "_otherchosen",
    /\b((un|une|l'|d')? ?autres? (candidat\w*|profil\w*|prestataire\w*|fournisseur\w*|solution\w*|entreprise\w*|agence\w*)|other (candidates?|applicants?|vendor|provider|supplier|solution)|another (candidate|applicant|vendor|provider|supplier|company|agency|solution|direction)|someone else|(a|ont) ete pourvue?|poste (est )?(deja )?pourvu|position (has been|is|was) (already )?filled|role (has been|is) filled|otr[oa] (candidat\w+|proveedor|empresa)|anderen? (kandidat\w+|bewerber\w*|anbieter)|outr[oa] (candidat\w+|fornecedor|empresa)|altr[oi] candidat\w+)\b/,
  ],
  [
    "_havealready",
    /\b((avons|ai|a|disposons|travaillons|sommes) (deja|depuis)|deja (un|une|notre|equipes?|accompagn\w+|pourvus?|servis?|signe|en contrat|fournisseur)|already (have|use|using|work|working|got|covered|sorted|with|signed|under contract|partnered)|happy with (our|what|the) (current|existing|we)|ya (tenemos|tengo|trabajamos|contamos)|haben bereits|bereits (einen|eine|versorgt)|ja (temos|tenho|trabalhamos)|abbiamo gia|hebben al)\b/,
  ],
  [
    "_stop",
    /\b(desabonn\w+|desinscri\w+|ne (plus|me|nous|jamais) (plus )?(m'|me |nous )?(\w+ )?(ecri\w+|contact\w+|sollicit\w+|recevoir|envoy\w+|relanc\w+|deranger|demarch\w+)|(arretez|cessez|arrete|cesse)\b|retire[rz] (moi|mon|mes|nous)|retirez-moi|supprime[rz] (moi|mes|mon|notre|nos)|supprimez-moi|liste de diffusion|unsubscribe|remove (me|us|my|our)|take (me|us) off|stop (emailing|contacting|writing|sending|spamming|messaging|bothering|these|this|it)|(do not|don't|never) (contact|email|write|mail|send|message|bother) (me|us|again)?|opt[- ]?out|mailing list|darme de baja|denme de baja|no (me|nos) (escrib\w+|contact\w+|envi\w+|mand\w+)|abmelden|aus (ihrem|dem|eurem) verteiler|keine (weiteren |mehr )?(werbe|e-?)?mails?|nicht mehr (kontaktieren|anschreiben|schreiben)|descadastr\w+|remov(er|am|a) (o )?meu|nao me (contact\w+|envi\w+|escrev\w+)|cancellat\w+|rgpd|gdpr|harcel\w+|spam\w*|plainte|cnil)\b/,
  ],
  [
    "_nobudget",
    /\b((pas|plus|aucun|sans) (de |le |du )?budget|budget (est )?(gele|serre|boucle|epuise|deja|trop|insuffisant|limite|limited|tight|frozen|freeze|cut|constraints?)|hors (de )?(notre )?budget|trop (cher|chere|eleve|couteux)|(no|not|out of|over|without|lack of|lack the|beyond our|outside our) (\w+ ){0,2}budget|too expensive|can't afford|cannot afford|sin presupuesto|demasiado caro|kein budget|zu teuer|sem (orcamento|verba)|muito caro|troppo caro|niente budget)\b/,
  ],
  [
    "_notnow",
    /\b((pas|plus) (pour le moment|pour l'instant|a l'ordre du jour|d'actualite|le bon moment|maintenant|cette annee|dans l'immediat|actuellement|une priorite)|pour (le moment|l'instant),? (non|pas|rien)|not (right now|now|at this (time|stage|moment|point)|at the moment|currently|for now|this (year|time|quarter)|a priority|the right time|a good time)|bad timing|no por (el momento|ahora)|por (el momento|ahora) no|derzeit (nicht|kein\w*)|momentan (nicht|kein\w*)|(no|neste) momento nao|nao (no|neste) momento|al momento non|niet op dit moment)\b/,
  ],
  [
    "_later",
    /\b(plus tard|ulterieurement|recontacte\w*|revenez vers|reviens vers|reviendr\w+ vers|relancez|reparl\w+|a la rentree|dans (quelques|\d|deux|trois|six) (semaines|mois|jours)|l'annee prochaine|l'an prochain|prochain trimestre|later|get back to you|circle back|come back to (you|me|us)|check back|reach out (again )?in|touch base|next (month|quarter|year|spring|fall|summer|season)|follow up (with me )?in|mas adelante|mas tarde|spater|zu einem spateren|mais tarde|piu avanti|later)\b/,
  ],
  [
    "_wrongperson",
    /\b((pas|plus) (la bonne personne|le bon (interlocuteur|contact|service)|mon domaine|de mon ressort|en charge|concernee?)|n'est (plus|pas) (en charge|dans l'entreprise|chez nous)|a quitte|ne (travaille|fait) plus|transfer\w+ (votre|ton|a|au|le|ce)|transmis\w* (votre|ton|a|au|le|ce)|je transmets|faire suivre|fais suivre|mon collegue|ma collegue|(not|wrong) (the )?(right )?(person|contact|department)|forward(ed|ing)? (this|your|it|you)|pass(ed|ing)? (this|it|your \w+) (on|along|to)|my colleague|in charge of|no longer (works?|with|at)|left the (company|firm)|cc'?(ing|ed)?\b|en copia|reenvi\w+|mi companer\w+|leite .{0,20}weiter|weitergeleitet|kolleg\w+|encaminh\w+|colega|inoltr\w+|collega)\b/,
  ],
  [
    "_received",
    /\b((bien|bonne) (recue?s?|note|reception)|accus\w+ (de |bonne )?reception|avons (bien )?recu|ai (bien )?recu|bien pris(e)? (note|en compte)|(well )?received|receipt of|noted\b|acknowledg\w+|hemos recibido|recibido|(haben|habe) .{0,30}erhalten|recebi(do|da|mos)?|ricevuto|ontvangen)\b/,
  ],
  [
    "_pending",
    /\b(en cours (d'|de )?(\w+)|a l'etude|reviendr\w+|reviens (vers|rapidement)|tiendr\w+ (vous )?(informe|au courant)|tiens au courant|pas encore (decide|tranche|pris|eu)|reflech\w+|encore (besoin|quelques|du temps)|under (review|consideration)|reviewing|consider(ing)?|will (get back|review|let you know|discuss|look|think|revert|check)|still (deciding|reviewing|waiting|considering|thinking)|think (about|it over)|not (yet )?(sure|decided)|haven't (decided|had|made)|let me (check|think|see|look|ask|talk)|estamos (evaluando|revisando)|prufen|melde mich|vamos (analisar|avaliar)|stiamo valutando|valuteremo)\b/,
  ],
  [
    "_accept",
    /\b(d'accord|ca (me |nous )?(va|marche|convient|roule|joue)|me convient|nous convient|c'est (bon|ok|parfait|note|valide|entendu|d'accord)|entendu|volontiers|bien volontiers|parfait|super|genial|excellent\w*|top\b|nickel|ravie?s?|enchante\w*|je (valide|confirme|signe|prends|participe|viens|serai la|suis partant\w*|suis dispo\w*|suis preneu\w+)|nous (validons|confirmons|acceptons|serons)|partante?s?|bon pour accord|accepte\w*|acceptons|sounds (good|great|perfect|interesting|like a plan)|works for (me|us)|that works|perfect|great|awesome|fantastic|wonderful|excellent|brilliant|lovely|absolutely|definitely|of course|sure|count (me|us) in|i'm in\b|we're in\b|deal\b|go ahead|let's (do|go|talk|meet|set|schedule|book|chat|move|proceed|get|jump|discuss)|happy to|glad to|delighted|love to|keen to|i accept|we accept|accepted|approved?|confirm(ed)?|de acuerdo|perfecto|me parece bien|encantad\w+|claro|vale\b|estupendo|einverstanden|passt|perfekt|in ordnung|klingt (gut|interessant)|combinado|perfeito|otimo|de acordo|claro que sim|pode ser|va bene|d'accordo|perfetto|volentieri|akkoord|prima\b)\b/,
  ],
  [
    "_retained",
    /\b((votre|ton) (candidature|profil|dossier|offre|proposition|devis) (a |est |nous |m'|correspond|retient|semble|a ete)|retenu(e|s)? (votre|ton|pour)|(convi(er|ons)|invit(er|ons|e)) (a|pour)|entretien|faire votre connaissance|vous rencontrer|te rencontrer|nous rencontrer|shortlisted|interview|offer you|pleased to|move (you )?forward|next (step|stage|round)s?|prochaine etape|suite du processus|job offer|promesse d'embauche|bienvenue|welcome (aboard|to the)|felicitations|congratulations|entrevista|vorstellungsgesprach|colloquio)\b/,
  ],
  [
    "_meet",
    /\b(rendez-vous|rdv|se (rencontrer|voir|parler|caler|reunir)|on (s'appelle|se voit|se cale|se parle|fait un point)|fixer|convenir|planifier|caler|creneaux?|disponib\w+|dispo\b|visio\w*|teams|zoom|appelez-moi|appelle-moi|rappelez-moi|passez (me|nous) voir|call me|give me a (call|ring)|set up (a|some)|schedule (a|some)|book (a|some)|meet(ing)?\b|(hop|jump) on a|grab (a )?(coffee|lunch)|(quick|short|brief) (call|chat)|what time|available|availability|demo\b|reunirnos|reunion|llamada|quedar|termin\b|treffen|telefonieren|reuniao|marcar|conversar|incontrarci|appuntamento|afspraak)\b/,
  ],
  [
    "_buy",
    /\b((je|nous|on) (prend\w*|command\w+|achet\w+|reserv\w+|inscri\w+|souscri\w+|signe\w*|renouvel\w+)|bon de commande|devis signe|(envoyez|envoie|faites)-?(moi|nous)? (parvenir )?(le|un|votre|la) (devis|contrat|facture|convention)|go pour|feu vert|banco|lancer|lance[rz]?|demarrer|purchase order|place an order|sign (up|the)|signed|send (me |us |over )?(the|a|your) (contract|agreement|invoice|quote|proposal)|ready to (start|buy|sign|move|go)|get started|start(ing)? (on|next)|enviar el contrato|presupuesto firmado|auftrag|bestell\w+|fechado|vamos (avancar|fechar|comecar))\b/,
  ],
  [
    "_info",
    /\b((plus|davantage) (d'infos?|d'informations|de details|de precisions)|en savoir plus|(quel|quels|quelle|quelles) (est|sont|serait|tarif\w*|prix|cout|delai\w*|format|duree|budget)|combien (coute|ca|est|faut|de)|pouvez-vous (me |nous )?(preciser|indiquer|dire|confirmer|envoyer|donner|detailler|expliquer)|pourriez-vous (me |nous )?(preciser|indiquer|dire|confirmer|envoyer|donner|detailler|expliquer)|peux-tu|more (info\w*|details?|about)|tell me more|how (much|does|do|long|many|is)|what (is|are|does|do|would|kind|'s)|could you (please )?(tell|send|share|clarify|explain|provide|confirm|elaborate)|can you (please )?(tell|send|share|clarify|explain|provide|confirm|elaborate)|who (are|is)|do you (have|offer|support|also)|mas informacion|cuanto (cuesta|vale)|podria\w*|puede\w*|mehr informationen|wie viel|was kostet|konnen sie|konnten sie|mais (informacoes|detalhes)|quanto custa|poderia\w*|maggiori informazioni|quanto costa|puo\b|potrebbe)\b/,
  ],
  ["_thanks", /\b(merci\w*|remerci\w+|thank(s| you)?|thx|gracias|danke\w*|dank\b|obrigad[oa]|grazie|bedankt)\b/],
  [
    "_goodluck",
    /\b(bonne (chance|continuation|suite|recherche\w*)|(plein|beaucoup) de (succes|reussite)|succes dans|reussite dans|(vos|tes) recherches|poursuite de|good luck|best of luck|all the best (with|in|for)|wish you (all|every|the|much|success)|every success|suerte|exitos?|viel (erfolg|gluck)|alles gute fur|boa sorte|sucesso|in bocca al lupo|buona fortuna|succes met)\b/,
  ],
  [
    "_keepfile",
    /\b((conserv\w+|gard\w+) (votre|ton|vos) (cv|candidature|dossier|coordonnees|profil|contact)|vivier|cvtheque|keep (your|you) (\w+ ){0,3}(on file|in mind|details|resume|cv)|on file|future (opportunit\w+|openings?|roles?|vacanc\w+)|tendremos en cuenta|banco de (talentos|curriculos)|in evidenz)\b/,
  ],
  [
    "_anger",
    /\b(honte\w*|scandaleu\w+|inadmissible|inacceptable|ras le bol|marre|lache[rz]|foutez|fichez|degage\w*|arnaque\w*|escroc\w*|pitoyable|ridicule|n'importe quoi|culotte|ridiculous|annoying|unacceptable|disgrace\w*|scam\w*|fed up|leave me alone|piss off|go away|shame|pathetic|waste of (my |our )?time|perte de temps|insult\w*|verguenza|estafa|frechheit|unverschamt|vergonha|vergogna|basta\b|merde|putain|fuck\w*|wtf|bullshit)\b/,
  ],
  [
    "_autotext",
    /\b(reponse automatique|message automatique|automatiquement|automatic(ally)?|automated|auto-?reply|do not reply|ne pas repondre|out of (the )?office|absente? (du|jusqu\w*)|en conges?|annual leave|on leave|respuesta automatica|automatische antwort|abwesend|resposta automatica|risposta automatica|boite (mail )?(n'est|plus) (pas )?(consultee|relevee)|limited access|acces limite)\b/,
  ],
  [
    "_need",
    /\b(exactement ce (qu\w*|dont|que)|justement (besoin|un|une|quelqu'un|ce)|ce (dont|qu'il nous|que nous|que je) (nous avons besoin|j'ai besoin|faut|cherch\w+|voul\w+|attend\w+)|(exactly|just|precisely) what (we|i)|(badly|really|definitely|urgently) need|(been|were|are|was|am) (looking|searching) for (this|something|someone|a|exactly)|genau das|exactamente lo que|exatamente o que|proprio quello)\b/,
  ],
  [
    "_followon",
    /\b(suite favorable|(souhait\w+|decid\w+|heureux de|voudr\w+|aimer\w+) (y )?donner suite|donn\w+ suite a (votre|ta)|pass\w+ a la suite|poursuivre (le processus|l'aventure|avec vous|nos echanges)|etape suivante|deuxieme (etape|tour|entretien)|take (this|it) (further|forward)|move (to|on to) the next|proceed (with|to)|progress (your|to))\b/,
  ],
  [
    "_rhetoric",
    /\b(comment (refuser|dire non|resister)|how could (i|we) (refuse|say no|resist)|who could say no|pas hesite|sans hesit\w+|without hesitation|no (doubt|brainer)|aucun doute|sans aucun doute|pas (mecontent|decu)\w*|not (unhappy|disappointed)|dire non a)\b/,
  ],
  [
    "_elsewhere",
    /\b(adressez[- ]vous|voyez (avec|plutot)|voir avec|ecrivez (a|lui|plutot)|(merci|veuillez|priere|pouvez|il faut|faut) (de |vous )?(contacter|vous adresser|passer par|postuler|ecrire a|envoyer .{2,40} a)|postul\w+ (sur|via|en ligne)|please (contact|apply|register|write to|go through|use|submit|call)|(contact|speak (to|with)|talk to|try|ask|write to|reach out to) \w+ instead|try (our|the|head)|apply (through|via|online|on)|wenden sie sich|dirijase|hable con|fale com|scriva a|neem contact op)\b/,
  ],
  [
    "_undecided",
    /\b((sais|savons|sait) pas( encore| si)?|pas encore|not (yet|sure|decided)|(haven't|have not|hasn't|has not|not) (been )?(yet |had |decided|made|set|read|looked|got)|don't know|two minds|on verra|we'll see|we will see|a voir\b|j'hesite|hesit\w+ encore|peut-etre|maybe|perhaps|noch nicht|todavia no|aun no|ainda nao|non (lo )?so|nog niet|vielleicht|quizas?|talvez|forse|misschien|depend\w*)\b/,
  ],
  [
    "_absentone",
    /\b((ne|n')? ?(pourr\w+|pouv\w+|peux|peut) (malheureusement )?(pas|plus) (y |me |nous )?(venir|etre|assister|participer|liberer|joindre|presente?s?)|(won't|will not|not|unable|can't|cannot|can not) (be able to |to )?(attend|make it|come|join|be there|participate)|empeche\w*|pas disponible|prior (engagement|commitment)|no (podre|puedo|podremos) (ir|asistir|acudir)|kann (leider )?nicht (kommen|teilnehmen)|verhindert|nao (vou )?pod\w+ (ir|comparecer|participar)|non (posso|potro) (venire|partecipare))\b/,
  ],
  [
    "_wayno",
    /\b(pass\w+ (notre|mon) tour|je passe\b|hard (pass|no)|c'est mort|ca ira\b|i'm good\b|too late|trop tard|no way|forget it|oubliez|surtout pas|hors de question|pas question|jamais de la vie|over my|sans facon|merci mais non|thanks but no|no,? thank(s| you)|non,? merci|nein,? danke|no,? gracias|nao,? obrigad[oa]|no,? grazie|nee,? (dank|bedankt)|in (a )?different direction|rest\w+ (la|avec)|stay(ing)? with|stick(ing)? with|leave it (there|at that)|en rest\w+ la|mets? (un terme|fin)|mettons (un terme|fin)|tranquille|alone)\b/,
  ],
  [
    "_propose",
    /\b((etes-vous|es-tu|seriez-vous|serais-tu|seras-tu) (toujours |bien )?(libre|dispo\w*)|(are|would|will) you (be )?(free|available|around|able to come)|does (\w+ ){1,3}(suit|work)|shall we|(can|could) (you|we) (please )?(come|pop|call|meet|talk|schedule|set|speak|chat|present)|on se (cale|voit|parle|rappelle|retrouve|prend)|peut-on (se|en parler|fixer|convenir|echanger)|on peut (se|en parler|en discuter|fixer)|quand (pouvons|peut|pouvez|peux|est-ce|seriez|es-tu)|when (can|could|would|are|do) (we|you|i)|i'm free|(my|our|mon|notre) (diary|calendar|agenda)|je vous attends|je t'attends|see you (then|there|on|at)|a (lundi|mardi|mercredi|jeudi|vendredi|samedi|demain|bientot)\b|wann (haben|konnen|passt)|passt ihnen|le viene bien|que le parece|serve para|podemos (falar|hablar|marcar|conversar|reunir\w*)|possiamo (sentir\w+|veder\w+|incontrar\w+)|kunnen we)\b/,
  ],
  [
    "_toomuch",
    /\b(trop (eleve\w*|cher\w*|loin|tard|junior|petit|peu|court|basse?)|too (expensive|high|much|far|late|junior|small|short|low)|hors de prix|out of (our )?(reach|range|budget)|outside what|beyond what|way over)\b/,
  ],
  [
    "_done",
    /\b((virement|reglement|paiement|cotisation|acompte) (est |a ete )?(fait|effectue|envoye|parti|valide)|(paid|payment made|signed (copy|contract)|deposit sent)|(ci-joint|en piece jointe|attached) .{0,30}(signe|signed|tamponne|bon de commande|contrat|contract|purchase order)|(signe|signed|tamponne) .{0,30}(ci-joint|en piece jointe|attached)|(fonctionne|marche|works|resolu|fixed|solved)( parfaitement| now| maintenant| bien)?)\b/,
  ],
  [
    "_wouldhave",
    /\b(aurai(s|t|ent)?|aurions|auriez|would have|could have|might have|wish (i|we) could|(i'd|we'd|i would|we would) (have )?(love|loved|like|liked) to,? but|me (habria|hubiera) gustado|hatte gern|teria gostado|avrei voluto)\b/,
  ],
  [
    "_haveit",
    /\b(ce qu'il (me|nous) faut deja|(j'ai|avons|ayant|have|got|found|'ve) (deja )?(trouve|signe|pris quelqu'un|found (one|someone|another)|what (i|we) need)|what (we've|i've|we have|i have) got|(we're|we are|i'm) (all )?(set|covered|sorted|good|fine)( thanks| thank you| for now| with)?|tres peu pour moi|not (my|our) (cup of tea|thing)|de notre cote c'est bon|on est (deja )?(equipes?|servis?|couverts?))\b/,
  ],
  [
    "_legal",
    /\b((saisir|intenter|engager) (la|le|une) (justice|tribunal|action)|mon avocat|my lawyer|(take|taking) legal|legal action|small claims|tribunal|prud'hommes|trading standards|anwalt einschalten)\b/,
  ],
];
