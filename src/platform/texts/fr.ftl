## Terminal
start-address = Relance { $version } est prêt en { $seconds } s : { $url }
start-chat =   Chat         { $url }/chat   (les alertes et les accords arrivent ici)
start-admin =   Back-office  { $url }/admin
start-login-new =   Connexion    { $email } · mot de passe { $password } (affiché une seule fois)
start-login-known =   Connexion    { $email } (mot de passe oublié : npm run -s relance -- user password { $email })
start-sandbox =   Bac à sable  8 correspondants simulés répondent ; Ctrl+C pour arrêter
start-mailboxes =   Boîtes       { $count } connectée(s) ; Ctrl+C pour arrêter
start-no-public-url = PUBLIC_URL n'est pas réglée : pas de lien vers Relance dans les mails (désinscription par mail, pas de suivi).

## Channel
stranger = Bonjour. Je ne parle qu'aux personnes qui ont relié ce chat à leur compte Relance.
only-text = Je ne lis que du texte pour l'instant. Écrivez-moi votre demande, ou /help.
not-understood = Je n'ai pas compris. /help montre ce que je sais faire.
not-allowed = Votre rôle ne le permet pas. Demandez à un responsable de votre espace.
pair-refused = Ce code n'est pas valable, ou plus. Demandez-en un nouveau : il sert une fois, pendant 10 minutes.
pair-done = C'est relié, { $name }. Je vous alerte ici et je demande votre accord avant d'envoyer. /help montre le reste.
pair-code = Code : { $code }
    Il sert une fois, pendant 10 minutes. Envoyez-le au bot (/start { $code }), ou ouvrez le lien :
pair-no-channel = Aucun autre canal n'est réglé. Réglez TELEGRAM_BOT_TOKEN, puis redémarrez.
help-title = Je surveille vos boîtes, je résume les réponses et je demande avant d'envoyer. Commandes :
help-more = Vous pouvez aussi écrire simplement : « qu'est-ce qui est en attente ? »
command-status = où en est tout
command-today = ce qui s'est passé aujourd'hui
command-pending = les brouillons à valider
command-campaigns = les campagnes en cours
command-why = pourquoi un mail est parti ou non : /why adresse
command-language = changer de langue : /language fr ou en
command-pair = relier Telegram à ce compte
command-unlink = ne plus rien recevoir dans ce chat
command-help = cette aide
language-usage = Écrivez /language fr ou /language en.
language-set = D'accord, je vous parle en français.
unlink-web = Ce chat appartient à votre compte ; déconnectez-vous pour le fermer.
unlink-done = Ce chat n'est plus relié. Pour revenir : un nouveau code.
status-title = Où en est-on
status-no-campaign = Aucune campagne en cours.
status-campaign = • { $name } ({ $status }) : { $total } destinataires — { $counts }
status-today = Aujourd'hui : { $sent ->
        [one] { $sent } envoyé
       *[other] { $sent } envoyés
    }, { $replied ->
        [one] { $replied } réponse
       *[other] { $replied } réponses
    }, { $bounced ->
        [one] { $bounced } retour
       *[other] { $bounced } retours
    }, { $failed ->
        [one] { $failed } échec
       *[other] { $failed } échecs
    }
status-pending = { $count ->
        [0] Rien à valider.
        [one] 1 brouillon à valider : /pending
       *[other] { $count } brouillons à valider : /pending
    }
status-unknown = ⚠ { $count } envoi(s) interrompu(s) dont l'issue est inconnue
status-mailbox-ok = ✓ { $address }
status-mailbox-down = ✗ { $address } : { $reason }
pending-none = Rien n'attend votre accord.
pending-title = { $count ->
        [one] 1 brouillon attend votre accord.
       *[other] { $count } brouillons attendent votre accord.
    }
pending-more = … et { $count } autres.
why-usage = Écrivez /why suivi d'une adresse : /why marie@exemple.fr
why-nobody = Je ne connais personne à l'adresse { $address }.
why-title = { $campaign } : { $state } ({ $reason })
why-next = Prochaine action : { $at }

## Cards
card-approval = ✋ À valider · { $campaign }
card-campaign = Campagne : { $campaign }
card-action = → Action conseillée : { $action }
card-deadline = ⏰ Échéance : { $deadline }
card-amounts = Montants : { $amounts }
card-done-stopped = Fait : plus aucune relance automatique à cette personne.
card-uncertain = Classement incertain ({ $percent } %) : un coup d'œil est utile.
card-unreadable = ⚠ Un mail de { $sender } n'a pas pu être lu ; il est conservé. { $reason }
card-draft-answer = Réponse proposée à { $address } :
card-draft-step = Relance à { $address } :
card-decided-by = par { $name }
card-send-unknown = ⚠ L'envoi à { $address } a été interrompu (« { $subject } »). Est-il arrivé ? Je ne renvoie rien sans vous.
card-send-failed = ✗ Le mail à { $address } a été refusé : { $reason }
card-mailbox-down = ⚠ La boîte { $address } ne répond plus : { $reason }. Je réessaie tout seul.
card-mailbox-up = ✓ La boîte { $address } répond de nouveau.
mail-empty = (ce mail n'a pas de texte)
button-approve = Approuver
button-edit = Modifier
button-refuse = Refuser
button-skip = Passer cette étape
button-show = Voir le mail
button-arrived = Il est arrivé
button-again = Renvoyer
button-giveup = Abandonner
button-confirm = Envoyer ce texte
button-cancel = Annuler
toast-approved = Approuvé, c'est en route.
toast-refused = Refusé, rien ne part.
toast-skipped = Étape passée.
toast-noted = C'est noté.
toast-already = C'est déjà réglé.
toast-already-as = C'est déjà réglé : { $status }.
toast-changed = Le texte a changé entre-temps : relisez la carte.
toast-cancelled = Annulé, le brouillon attend toujours.
press-unknown = Ce bouton n'est plus valable.
edit-question = Envoyez-moi le nouveau texte pour { $address }. Le texte actuel :
edit-preview = Voici ce qui partira. Je l'envoie ?
edit-too-long = C'est trop long : { $count } caractères au plus.

## Words of the data
priority-critical = 🔴 Critique
priority-important = 🟡 Important
priority-informative = 🔵 Information
priority-spam = ⚪ Sans intérêt
class-positive = Réponse positive
class-negative = Réponse négative
class-neutral = Réponse neutre
class-auto = Réponse automatique
kind-reply = Réponse
kind-autoreply = Réponse automatique
kind-bounce = Adresse en échec
kind-complaint = Plainte pour spam
kind-bulk = Envoi en nombre
kind-calendar = Invitation
kind-other = Autre mail
action-reply = répondre
action-answerquestion = répondre à la question
action-schedulemeeting = fixer un rendez-vous
action-call = appeler
action-pay = payer
action-sign = signer
action-senddocuments = envoyer les documents
action-waitforreturn = attendre le retour
action-fixaddress = corriger l'adresse
action-stopwriting = ne plus écrire
action-thank = remercier
action-read = lire
action-ignore = ignorer
campaign-draft = brouillon
campaign-active = active
campaign-paused = en pause
campaign-completed = terminée
campaign-archived = archivée
state-waiting = en attente
state-awaitingapproval = à valider
state-sending = en cours d'envoi
state-replied = a répondu
state-onhold = retenu
state-stopped = arrêté
state-completed = terminé
state-bounced = adresse en échec
state-optedout = désinscrit
state-failed = échec
outbound-planned = prévu
outbound-awaitingapproval = ✋ à valider
outbound-queued = ✅ approuvé, en file d'envoi
outbound-claimed = ✅ approuvé, en cours d'envoi
outbound-transmitting = ✅ approuvé, en cours d'envoi
outbound-sent = ✅ envoyé
outbound-failed = ✗ échec
outbound-unknown = ⚠ issue inconnue
outbound-refused = 🚫 refusé
outbound-expired = ⌛ expiré sans réponse
outbound-cancelled = 🚫 annulé, rien n'est parti
event-planned = prévu
event-approvalrequested = accord demandé
event-approved = approuvé
event-edited = modifié
event-refused = refusé
event-sent = envoyé
event-deferred = différé par le serveur
event-failed = échec
event-unknown = issue inconnue
event-bounced = retour d'échec
event-complained = plainte
event-opened = ouvert
event-clicked = cliqué
event-delivered = remis
event-cancelled = annulé
event-expired = expiré
event-replied = a répondu
event-autoreplied = réponse automatique
event-unsubscribed = désinscription
event-stopped = arrêté
event-resumed = repris
reason-answered = cette personne a répondu
reason-unsubscribed = désinscription demandée
reason-unsubscribe = désinscription demandée
reason-bounce = adresse en échec
reason-complaint = plainte pour spam
reason-manual = arrêté à la main
reason-suppressed = adresse à ne plus contacter
reason-no-address = pas d'adresse mail
reason-no-mailbox = aucune boîte d'envoi
reason-plan-changed = l'étape n'existe plus
reason-template-missing = modèle introuvable
reason-template-broken = modèle invalide : { $detail }
reason-missing-fields = champs sans valeur : { $detail }
reason-outside-window = hors des heures d'envoi
reason-next-step = prochaine étape prévue
reason-all-sent = tout est envoyé, pas de réponse
reason-step-skipped = étape passée
reason-draft-refused = brouillon refusé
reason-draft-expired = brouillon resté sans réponse
reason-approval-requested = accord demandé
reason-queued = en file d'envoi
reason-send-unknown = envoi interrompu, issue inconnue
reason-campaign-archived = la campagne est archivée
reason-recipient-moved-on = la situation de cette personne a changé
reason-consent-withdrawn = consentement retiré
reason-address-changed = l'adresse a été corrigée entre-temps
reason-not-planned = non planifié : { $detail }
reason-interrupted = interrompu pendant l'envoi
fault-no-steps = la campagne n'a pas d'étape
fault-no-mailbox = la campagne n'a pas de boîte d'envoi
fault-template-missing = modèle introuvable : { $detail }
fault-template-broken = modèle invalide : { $detail }

## Unsubscribe
unsubscribe-title = Désinscription
unsubscribe-question = Ne plus rien recevoir à { $address } ?
unsubscribe-confirm = Me désinscrire
unsubscribe-done = C'est fait : vous ne recevrez plus rien.

## Web chat
web-chat-title = Relance · Discussion
web-chat-back-office = Back-office
web-chat-conversation = Conversation avec Relance
web-chat-welcome = Bonjour { $name }
web-chat-welcome-hint = Je vous préviens ici des réponses importantes et je vous demande votre accord avant d’envoyer. Écrivez-moi, ou choisissez une commande ci-dessous.
web-chat-chips = Commandes rapides
web-chat-chip-status = État
web-chat-chip-pending = À valider
web-chat-chip-today = Aujourd’hui
web-chat-chip-help = Aide
web-chat-label = Votre message
web-chat-placeholder = Écrivez à Relance…
web-chat-send = Envoyer
web-chat-jump = Nouveaux messages
web-chat-noscript = Cette page a besoin de JavaScript. Relance répond aussi sur Telegram.
web-chat-online = En ligne
web-chat-connecting = Connexion…
web-chat-reconnecting = Connexion perdue, nouvel essai…
web-chat-typing = Relance écrit…
web-chat-sending = Envoi…
web-chat-not-sent = Non envoyé
web-chat-retry = Réessayer
web-chat-press-failed = L’action n’a pas abouti. Réessayez.
web-chat-edited = mis à jour
web-chat-today = Aujourd’hui
web-chat-yesterday = Hier
web-chat-you = Vous

## Sign-in and pages
web-error-back = Retour à Relance
web-error-failed = Un problème est survenu de notre côté. Réessayez.
web-error-forbidden = Cette demande a été refusée : elle ne vient pas d’une page de Relance.
web-error-not-found = Il n’y a rien ici.
web-error-not-ready = Relance n’est pas encore prêt. Réessayez dans un instant.
web-error-too-large = C’est trop volumineux.
web-error-too-many = Trop de demandes. Patientez un instant.
web-login-email = Adresse e-mail
web-login-hint = Mot de passe oublié ? Le propriétaire de votre espace peut en définir un nouveau.
web-login-lead = Vos relances vous attendent.
web-login-password = Mot de passe
web-login-submit = Se connecter
web-login-title = Connexion
web-login-too-many = Trop d’essais. Attendez { $minutes ->
    [one] une minute
   *[other] { $minutes } minutes
  } avant de réessayer.
web-login-wrong = L’adresse ou le mot de passe est incorrect.

## Back-office
admin-ask-activate = Lancer cette campagne ?
admin-ask-approve = Envoyer ce mail tel qu’il est affiché ?
admin-ask-cancel = Annuler ce mail ?
admin-ask-delete = Supprimer ce destinataire ?
admin-ask-pause = Mettre cette campagne en pause ?
admin-ask-refuse = Refuser ce mail ? Ce destinataire ne sera plus relancé.
admin-ask-resume = Reprendre cette campagne ?
admin-column-address = Adresse
admin-column-amounts = Montants
admin-column-answers = Répond à
admin-column-at = Quand
admin-column-attempt = Essais
admin-column-campaign = Campagne
admin-column-company = Société
admin-column-confidence = Confiance
admin-column-consent = Consentement
admin-column-consent-source = Origine du consentement
admin-column-created-at = Créé le
admin-column-deadline = Échéance
admin-column-decided-at = Décidé le
admin-column-decided-by = Décidé par
admin-column-detail = Détail
admin-column-details = Détails
admin-column-display-name = Nom affiché
admin-column-due-at = Prévu le
admin-column-email = Adresse mail
admin-column-evidence = Indices
admin-column-expires-at = Expire le
admin-column-fields = Champs libres (un par ligne, nom: valeur)
admin-column-first-name = Prénom
admin-column-folders = Dossiers surveillés
admin-column-from = De
admin-column-groups = Groupes
admin-column-health-reason = Problème
admin-column-health-since = Depuis
admin-column-imap = Serveur de réception
admin-column-inbound = Mail reçu
admin-column-kind = Nature
admin-column-last-name = Nom de famille
admin-column-last-reply-at = Dernière réponse
admin-column-last-reply-class = Avis
admin-column-last-sent-at = Dernier envoi
admin-column-locale = Langue
admin-column-mailbox = Boîte mail
admin-column-mailboxes = Boîtes d’envoi
admin-column-message-id = Message-ID
admin-column-min-gap-seconds = Écart minimal (s)
admin-column-name = Nom
admin-column-next-action-at = Prochaine action
admin-column-outbound = Mail envoyé
admin-column-per-day = Limite par jour
admin-column-per-hour = Limite par heure
admin-column-phone = Numéro
admin-column-priority = Priorité
admin-column-progress = Avancement
admin-column-provider = Fournisseur
admin-column-reason = Raison
admin-column-received-at = Reçu le
admin-column-receiving = Réception
admin-column-recipient = Destinataire
admin-column-recipient-count = Destinataires
admin-column-replied-count = Réponses
admin-column-reply-class = Avis
admin-column-reply-text = Réponse
admin-column-role = Rôle
admin-column-rules = Selon la réponse
admin-column-sending = Envoi
admin-column-sent-at = Envoyé le
admin-column-sent-count = Envois
admin-column-smtp = Serveur d’envoi
admin-column-source = Lu par
admin-column-start-at = Début
admin-column-state = État
admin-column-status = Statut
admin-column-step-count = Étapes
admin-column-steps = Étapes
admin-column-subject = Objet
admin-column-suggested-action = Action conseillée
admin-column-summary = Résumé
admin-column-tags = Étiquettes
admin-column-template = Prochain modèle
admin-column-text = Texte
admin-column-time-zone = Fuseau horaire
admin-column-to = À
admin-column-updated-at = Modifié le
admin-column-version = Version
admin-column-who = Nom
admin-column-window = Plage d’envoi
admin-condition-always = dans tous les cas
admin-condition-noreply = sans réponse
admin-dashboard-all = En tout
admin-dashboard-approvals = { $count ->
    [one] brouillon à valider
   *[other] brouillons à valider
  }
admin-dashboard-bounced = { $count ->
    [one] mail rejeté
   *[other] mails rejetés
  }
admin-dashboard-campaigns = { $count ->
    [one] campagne en cours
   *[other] campagnes en cours
  }
admin-dashboard-chat = Ouvrir la discussion
admin-dashboard-greeting = Bonjour { $name }
admin-dashboard-important = { $count ->
    [one] mail important reçu
   *[other] mails importants reçus
  }
admin-dashboard-lead = Voici où en sont vos envois.
admin-dashboard-mailboxes = { $count ->
    [one] boîte mail
   *[other] boîtes mail
  }
admin-dashboard-mailboxes-down = { $count ->
    [one] boîte mail en panne
   *[other] boîtes mail en panne
  }
admin-dashboard-queued = { $count ->
    [one] mail prêt à partir
   *[other] mails prêts à partir
  }
admin-dashboard-replied = { $count ->
    [one] réponse
   *[other] réponses
  }
admin-dashboard-sent = { $count ->
    [one] mail envoyé
   *[other] mails envoyés
  }
admin-dashboard-suppressed = { $count ->
    [one] adresse à ne plus contacter
   *[other] adresses à ne plus contacter
  }
admin-dashboard-today = Aujourd’hui
admin-dashboard-unknown = { $count ->
    [one] envoi au sort inconnu
   *[other] envois au sort inconnu
  }
admin-dashboard-waits = À vous de jouer
admin-delay-businessdays = après { $amount } j ouvrés
admin-delay-days = après { $amount } j
admin-delay-hours = après { $amount } h
admin-delay-minutes = après { $amount } min
admin-delay-none = aussitôt
admin-done-activate = La campagne est lancée.
admin-done-approve = Approuvé : le mail part.
admin-done-cancel = Le mail est annulé.
admin-done-pause = La campagne est en pause.
admin-done-refuse = Refusé : rien ne part.
admin-done-resume = La campagne reprend.
admin-draft-changed = Le brouillon a été modifié entre-temps. Rechargez la page et relisez-le.
admin-group-campaigns = Campagnes
admin-group-messages = Messages
admin-group-settings = Réglages
admin-invalid-email = Cette adresse mail n’est pas valable.
admin-invalid-email-taken = Un destinataire a déjà cette adresse.
admin-invalid-enrolled = Ce destinataire fait partie d’une campagne : arrêtez-le plutôt là.
admin-invalid-fields = Écrivez un champ par ligne, sous la forme nom: valeur.
admin-invalid-locale = Écrivez un code de langue, comme fr ou en.
admin-invalid-no-address = Indiquez au moins une adresse mail ou un numéro.
admin-invalid-phone = Ce numéro n’est pas valable.
admin-invalid-time-zone = Écrivez un fuseau, comme Europe/Paris.
admin-only-by-button = Utilisez le bouton de la page pour cela.
admin-step-approval = avec votre accord
admin-table-approval = Validations
admin-table-campaign = Campagnes
admin-table-campaign-recipient = Tableau de suivi
admin-table-inbound-message = Mails reçus
admin-table-mailbox-account = Boîtes mail
admin-table-message-event = Journal
admin-table-outbound-message = Mails envoyés
admin-table-recipient = Destinataires
admin-table-template = Modèles
admin-table-user = Utilisateurs
admin-ui-activate = Lancer
admin-ui-any-forbidden-error = Votre rôle ne permet pas cela.
admin-ui-apply-changes = Appliquer
admin-ui-approve = Approuver
admin-ui-cancel = Annuler
admin-ui-chat = Discussion
admin-ui-confirm = Confirmer
admin-ui-create-first-record = Ajouter le premier
admin-ui-dashboard = Accueil
admin-ui-delete = Supprimer
admin-ui-edit = Modifier
admin-ui-error-fetching-record = Introuvable, ou non accessible avec votre rôle.
admin-ui-error-fetching-records = La liste n’a pas pu être chargée.
admin-ui-error404-action = Introuvable, ou non accessible avec votre rôle.
admin-ui-error404-record = Introuvable, ou non accessible avec votre rôle.
admin-ui-error404-resource = Cette page n’existe pas.
admin-ui-filter = Filtrer
admin-ui-filter-active = Filtrer ({ $count })
admin-ui-filters = Filtres
admin-ui-forbidden-error = Votre rôle ne permet pas cela.
admin-ui-from = Du
admin-ui-list = Liste
admin-ui-logout = Se déconnecter
admin-ui-navigation = Navigation
admin-ui-new = Ajouter
admin-ui-no-records = Rien à afficher
admin-ui-no-records-in-resource = Il n’y a encore rien ici.
admin-ui-page-not-found-subtitle = Cette page n’existe pas.
admin-ui-page-not-found-title = Page introuvable
admin-ui-pages = Pages
admin-ui-pause = Mettre en pause
admin-ui-refuse = Refuser
admin-ui-reset-filter = Effacer
admin-ui-resume = Reprendre
admin-ui-save = Enregistrer
admin-ui-see-console-for-more = Revenez à la liste et réessayez.
admin-ui-selected-records = Sélection ({ $selected })
admin-ui-show = Détail
admin-ui-successfully-created = Ajouté.
admin-ui-successfully-deleted = Supprimé.
admin-ui-successfully-updated = Enregistré.
admin-ui-there-were-validation-errors = Certains champs sont à corriger.
admin-ui-to = Au
admin-value-acceptance = Accepté
admin-value-active = En cours
admin-value-agent = Agent
admin-value-approval-requested = Accord demandé
admin-value-approved = Approuvé
admin-value-archived = Archivé
admin-value-auto = Automatique
admin-value-auto-replied = Réponse automatique
admin-value-auto-reply = Réponse automatique
admin-value-awaiting-approval = À valider
admin-value-bounce = Rejet
admin-value-bounced = Rejeté
admin-value-bulk = Envoi en nombre
admin-value-calendar = Invitation
admin-value-cancelled = Annulé
admin-value-claimed = Pris en charge
admin-value-clicked = Cliqué
admin-value-complained = Plainte
admin-value-complaint = Plainte
admin-value-completed = Terminé
admin-value-critical = Critique
admin-value-deferred = Reporté
admin-value-delivered = Distribué
admin-value-draft = Brouillon
admin-value-edited = Modifié
admin-value-expired = Expiré
admin-value-failed = Échec
admin-value-first = Premier envoi
admin-value-follow-up = Relance
admin-value-given = Donné
admin-value-important = Important
admin-value-informative = Information
admin-value-manager = Responsable
admin-value-model = le modèle de langage
admin-value-negative = Négative
admin-value-neutral = Neutre
admin-value-new = Nouveau
admin-value-offline = le classement hors ligne
admin-value-ok = En service
admin-value-on-hold = En suspens
admin-value-opened = Ouvert
admin-value-opted-out = Désinscrit
admin-value-other = Autre
admin-value-owner = Propriétaire
admin-value-paused = En pause
admin-value-pending = À valider
admin-value-planned = Prévu
admin-value-positive = Positive
admin-value-queued = En file d’attente
admin-value-refusal = Refus
admin-value-refused = Refusé
admin-value-replied = A répondu
admin-value-reply = Réponse
admin-value-resumed = Repris
admin-value-rule = Réponse à un mail
admin-value-sending = Envoi en cours
admin-value-sent = Envoyé
admin-value-spam = Indésirable
admin-value-step = Étape
admin-value-stopped = Arrêté
admin-value-structure = la structure du mail
admin-value-transactional = Transactionnel
admin-value-transmitting = En transmission
admin-value-unknown = Inconnu
admin-value-unreachable = Injoignable
admin-value-unsubscribed = Désinscription
admin-value-viewer = Lecture
admin-value-waiting = En attente
admin-value-withdrawn = Retiré
