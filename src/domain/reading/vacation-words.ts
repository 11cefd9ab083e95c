/** Subjects of automatic answers, folded, in the languages of the mail programs that write them. */
export const AUTOMATIC_SUBJECT =
  /^(re ?: ?|aw ?: ?)?\W{0,3}(auto(matic|mated|matische?)? ?-?_?(reply|response|answer|antwort)|auto(-| )?repl(y|ies)\b|reponse automatique|reponse d'absence|message automatique|notification d'absence|message d'absence|absence du bureau|absent du bureau|absen(t|ce)e? ?:|en conges?\b.{0,30}$|out of (the )?office|ooo\b|on (annual |maternity |parental )?leave\b|on vacation|away from|i am away|respuesta automatica|fuera de (la )?oficina|ausente?(cia)? (de la oficina|do escritorio)|automatische antwort|abwesen(d|heit)\w{0,20}|nicht im (buro|haus)|resposta automatica|fora do escritorio|ausencia\b|risposta automatica|fuori (sede|ufficio)|assenza\b|automatisch(e)? (antwoord|bericht|reactie)|afwezig\w{0,6}|niet aanwezig|autosvar|vacation (reply|response|notice)|auto:|\[auto(-reply)?\])/;

/** Sentences only a machine says of itself. One is enough. */
export const MACHINE_SENTENCES: readonly RegExp[] = [
  /\b(ceci est|il s'agit d'|voici) ?(une?|un) (reponse|message|mail|e-?mail|courriel) (automatique|genere)/,
  /\b(message|reponse|mail|courriel|e-?mail) (genere|envoye)e? automatiquement/,
  /\b(this is|you are receiving) an? (auto(mated|matic|matically)?[- ]?(generated )?)(reply|response|message|email|e-mail|acknowledge?ment|notification)/,
  /\b(this|the) (message|e-?mail|reply|response) (was|is|has been) (sent |generated )?(auto(matically|-generated)|automatically (sent|generated))/,
  /\b(merci de|veuillez|priere de) ne pas (y )?repondre( directement)? (a ce|au present|a cet|directement)|\bne pas repondre a ce (message|mail|courriel)/,
  /\b(please )?do not reply (directly )?to this (message|e-?mail|automated)/,
  /\beste es un (mensaje|correo)( \w+)? automatico|\brespuesta automatica\b|\bno responda a este (mensaje|correo)/,
  /\b(dies ist eine|diese (nachricht|e-?mail) (wurde|ist)) (automatisch|eine automatische)|\bautomatisch (generiert|erstellt|erzeugt|versendet)/,
  /\b(esta e uma|este e um|esta e) (mensagem|resposta|e-?mail) automatic[ao]|\bresposta automatica\b|\bnao responda a (este|esta)/,
  /\b(questo e un|questa e una) (messaggio|risposta|e-?mail) automatic[ao]|\brisposta automatica\b/,
  /\bdit is een automatisch(e)? (gegenereerd )?(antwoord|bericht|e-?mail|reactie)/,
];

/** How absence notices open. One is enough where nothing else speaks to us. */
export const ABSENCE_SENTENCES: readonly RegExp[] = [
  /\bi am (currently |now )?out of (the |my )?office\b|\bi('m| am) (currently )?(on (annual|maternity|paternity|parental|sick|medical) leave|away on (holiday|vacation|leave))/,
  /\bje suis (actuellement |presentement )?(absente?( du bureau)?|en conges?( \w+)?|en vacances|en arret( \w+)?|hors du bureau) ?(,|\.|!|:)?( et| jusqu'| du \d| de retour|,? je serai| a partir| pour une duree)/,
  /\b(estoy|estare) (actualmente )?(fuera de la oficina|ausente|de vacaciones)/,
  /\b(ich bin|bin ich) (derzeit|zurzeit|momentan|aktuell|vom|bis|ab|leider)?.{0,40}(nicht im (buro|haus)|abwesend|im urlaub|nicht erreichbar)/,
  /\b(estou|estarei|encontro-me) (atualmente )?(fora do escritorio|ausente|de ferias)/,
  /\b(sono|saro) (attualmente )?(fuori (ufficio|sede)|in ferie|assente)/,
  /\bik ben (momenteel |tot |van |op dit moment )?.{0,30}(afwezig|niet (aanwezig|op kantoor)|op vakantie|met verlof)/,
];

/** Weaker signs; two different ones make a notice. */
export const ABSENCE_SIGNS: readonly RegExp[] = [
  /\b(absent|absente|absence|conges?|vacances|hors du bureau|en deplacement|arret maladie|conge maternite|conge parental)\b/,
  /\b(out of (the )?office|away|annual leave|on leave|vacation|holiday|travelling|limited access|not in the office|no access to (my )?e-?mails?)\b/,
  /\b(fuera de la oficina|ausente|vacaciones|abwesend|urlaub|nicht im buro|fora do escritorio|ferias|fuori ufficio|in ferie|assente|afwezig|vakantie|verlof)\b/,
  /\b(de retour|mon retour|back on|back in|upon my return|when i return|on my return|i (will )?return|a mi regreso|a mi vuelta|wieder (im|da|erreichbar)|ruckkehr|meu regresso|meu retorno|al mio (rientro|ritorno)|terug (op|ben)|bij terugkomst)\b/,
  /\b(en cas d'urgence|pour toute (urgence|demande urgente|question urgente)|si (votre demande est|c'est) urgent\w?|for urgent|if (it is|it's|this is|your (request|matter|message) is) urgent|in (case of|an) emergency|for (any )?immediate (assistance|help)|en caso de urgencia|para asuntos urgentes|in dringenden fallen|bei dringenden|em caso de urgencia|per (urgenze|questioni urgenti)|voor dringende|in dringende gevallen)\b/,
  /\b(jusqu'au|until|hasta el|bis (zum|einschliesslich)|ate (ao )?dia|fino al|tot en met|du \d{1,2}.{0,25} au \d{1,2}|from .{3,30} (to|until|through) .{3,30}|vom \d.{2,25} bis)\b/,
  /\b(votre (message|mail|e-?mail|courriel) (ne sera|sera|n'a)|your (message|e-?mail) (will|has been) (be )?(received|read|answered|forwarded|responded)|thank you for your (e-?mail|message)\.|vielen dank fur ihre (nachricht|e-?mail)|gracias por su (mensaje|correo)|grazie per (il|la) (suo|sua|tuo) (messaggio|mail)|bedankt voor uw (bericht|e-?mail))\b/,
];

/** Receipts of ticket systems and application portals. */
export const RECEIPT_SIGNS: readonly RegExp[] = [
  /\b(ticket|demande|dossier|reference|case|request|incident|solicitud|anfrage|pedido|richiesta)\b.{0,20}(n°|no\.?|#|:|number|numero|nr\.?) ?\[?#?[a-z]{0,5}-?\d{3,12}/,
  /\b(a bien ete (recu|enregistre|pris)\w{0,3}|accusons? (bonne )?reception|accuse de reception|avons bien recu votre|has been (received|created|registered|logged)|we have received your|we('ve| have) (just )?received your|hemos recibido su|haben ihre .{3,30} erhalten|recebemos (a sua|o seu|sua|seu)|abbiamo ricevuto la|hebben uw .{3,30} ontvangen)\b/,
  /\b(dans les meilleurs delais|dans les plus brefs delais|sous \d{1,2} ?(h|heures|jours)|within \d{1,3} (hours|business days|working days)|as soon as possible|a la mayor brevedad|lo antes posible|so schnell wie moglich|schnellstmoglich|o mais breve|il prima possibile|zo spoedig mogelijk)\b/,
  /\b(sans (reponse|nouvelles?) de notre part|if you (do not|don't) hear (back )?from us|seuls? les candidat\w+|only (shortlisted|selected) candidates)\b/,
];
