ready-in = Ready in { $seconds } s

## Web chat
web-chat-title = Relance · Chat
web-chat-back-office = Back-office
web-chat-conversation = Conversation with Relance
web-chat-welcome = Hello { $name }
web-chat-welcome-hint = Important answers show up here, and I ask for your approval before I send. Write to me, or pick a command below.
web-chat-chips = Quick commands
web-chat-chip-status = Status
web-chat-chip-pending = To approve
web-chat-chip-today = Today
web-chat-chip-help = Help
web-chat-label = Your message
web-chat-placeholder = Write to Relance…
web-chat-send = Send
web-chat-jump = New messages
web-chat-noscript = This page needs JavaScript. Relance also answers in Telegram.
web-chat-online = Online
web-chat-connecting = Connecting…
web-chat-reconnecting = Connection lost, trying again…
web-chat-typing = Relance is writing…
web-chat-sending = Sending…
web-chat-not-sent = Not sent
web-chat-retry = Try again
web-chat-press-failed = That did not work. Please try again.
web-chat-edited = updated
web-chat-today = Today
web-chat-yesterday = Yesterday
web-chat-you = You

## Sign-in and pages
web-error-back = Back to Relance
web-error-failed = Something went wrong on our side. Please try again.
web-error-forbidden = This request was refused because it does not come from a page of Relance.
web-error-not-found = There is nothing here.
web-error-not-ready = Relance is not ready yet. Please try again in a moment.
web-error-too-large = That is too large.
web-error-too-many = Too many requests. Please wait a moment.
web-login-email = E-mail address
web-login-hint = Forgotten your password? The owner of your workspace can set a new one.
web-login-lead = Your follow-ups are waiting for you.
web-login-password = Password
web-login-submit = Sign in
web-login-title = Sign in
web-login-too-many = Too many tries. Please wait { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
  } and try again.
web-login-wrong = The address or the password is wrong.
