ready-in = Prêt en { $seconds } s

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
