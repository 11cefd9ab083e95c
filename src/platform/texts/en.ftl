## Terminal
start-address = Relance { $version } is ready in { $seconds } s: { $url }
start-chat =   Chat         { $url }/chat   (alerts and approvals arrive here)
start-admin =   Back-office  { $url }/admin
start-login-new =   Sign in      { $email } · password { $password } (shown only once)
start-login-known =   Sign in      { $email } (password forgotten: npm run -s relance -- user password { $email })
start-sandbox =   Sandbox      8 simulated correspondents answer; Ctrl+C to stop
start-mailboxes =   Mailboxes    { $count } connected; Ctrl+C to stop
start-no-public-url = PUBLIC_URL is not set: mails carry no link back to Relance (unsubscribe by mail, no tracking).

## Channel
stranger = Hello. I only talk to people who have linked this chat to their Relance account.
only-text = I only read text for now. Write what you need, or /help.
not-understood = I did not understand. /help shows what I can do.
not-allowed = Your role does not allow this. Ask a manager of your workspace.
pair-refused = This code is not valid, or not any more. Ask for a new one: it works once, for 10 minutes.
pair-done = Linked, { $name }. I alert you here and ask before I send. /help shows the rest.
pair-code = Code: { $code }
    It works once, for 10 minutes. Send it to the bot (/start { $code }), or open the link:
pair-no-channel = No other channel is set up. Set TELEGRAM_BOT_TOKEN, then start again.
help-title = I watch your mailboxes, sum up answers and ask before I send. Commands:
help-more = You can also just write: "what is waiting?"
command-status = where everything stands
command-today = what happened today
command-pending = drafts to approve
command-campaigns = campaigns under way
command-why = why a mail did or did not go out: /why address
command-language = change the language: /language fr or en
command-pair = link Telegram to this account
command-unlink = hear nothing more in this chat
command-help = this help
language-usage = Write /language fr or /language en.
language-set = All right, I speak English with you.
unlink-web = This chat belongs to your account; sign out to close it.
unlink-done = This chat is not linked any more. To come back: a new code.
status-title = Where everything stands
status-no-campaign = No campaign under way.
status-campaign = • { $name } ({ $status }): { $total } recipients — { $counts }
status-today = Today: { $sent } sent, { $replied ->
        [one] { $replied } answer
       *[other] { $replied } answers
    }, { $bounced ->
        [one] { $bounced } bounce
       *[other] { $bounced } bounces
    }, { $failed ->
        [one] { $failed } failure
       *[other] { $failed } failures
    }
status-pending = { $count ->
        [0] Nothing to approve.
        [one] 1 draft to approve: /pending
       *[other] { $count } drafts to approve: /pending
    }
status-unknown = ⚠ { $count } interrupted send(s) whose outcome is unknown
status-mailbox-ok = ✓ { $address }
status-mailbox-down = ✗ { $address }: { $reason }
pending-none = Nothing waits for your approval.
pending-title = { $count ->
        [one] 1 draft waits for your approval.
       *[other] { $count } drafts wait for your approval.
    }
pending-more = … and { $count } more.
why-usage = Write /why and an address: /why mary@example.org
why-nobody = I know nobody at { $address }.
why-title = { $campaign }: { $state } ({ $reason })
why-next = Next action: { $at }

## Cards
card-approval = ✋ To approve · { $campaign }
card-campaign = Campaign: { $campaign }
card-action = → Suggested action: { $action }
card-deadline = ⏰ Deadline: { $deadline }
card-amounts = Amounts: { $amounts }
card-done-stopped = Done: no more automatic follow-ups to this person.
card-uncertain = Uncertain classification ({ $percent } %): worth a look.
card-unreadable = ⚠ A mail from { $sender } could not be read; it is kept. { $reason }
card-draft-answer = Proposed answer to { $address }:
card-draft-step = Follow-up to { $address }:
card-decided-by = by { $name }
card-send-unknown = ⚠ Sending to { $address } was interrupted ("{ $subject }"). Did it arrive? I send nothing again without you.
card-send-failed = ✗ The mail to { $address } was refused: { $reason }
card-mailbox-down = ⚠ The mailbox { $address } is out of reach: { $reason }. I keep trying.
card-mailbox-up = ✓ The mailbox { $address } answers again.
mail-empty = (this mail has no text)
button-approve = Approve
button-edit = Edit
button-refuse = Refuse
button-skip = Skip this step
button-show = Show the mail
button-arrived = It arrived
button-again = Send again
button-giveup = Give up
button-confirm = Send this text
button-cancel = Cancel
toast-approved = Approved, on its way.
toast-refused = Refused, nothing goes out.
toast-skipped = Step skipped.
toast-noted = Noted.
toast-already = Already settled.
toast-already-as = Already settled: { $status }.
toast-changed = The text has changed meanwhile: look at the card again.
toast-cancelled = Cancelled, the draft still waits.
press-unknown = This button is not valid any more.
edit-question = Send me the new text for { $address }. The current one:
edit-preview = This is what goes out. Shall I send it?
edit-too-long = Too long: { $count } characters at most.

## Words of the data
priority-critical = 🔴 Critical
priority-important = 🟡 Important
priority-informative = 🔵 Information
priority-spam = ⚪ Of no interest
class-positive = Positive answer
class-negative = Negative answer
class-neutral = Neutral answer
class-auto = Automatic answer
kind-reply = Answer
kind-autoreply = Automatic answer
kind-bounce = Failed address
kind-complaint = Spam complaint
kind-bulk = Bulk mail
kind-calendar = Invitation
kind-other = Other mail
action-reply = reply
action-answerquestion = answer the question
action-schedulemeeting = set up a meeting
action-call = call
action-pay = pay
action-sign = sign
action-senddocuments = send the documents
action-waitforreturn = wait for their return
action-fixaddress = correct the address
action-stopwriting = stop writing
action-thank = say thank you
action-read = read
action-ignore = ignore
campaign-draft = draft
campaign-active = active
campaign-paused = paused
campaign-completed = completed
campaign-archived = archived
state-waiting = waiting
state-awaitingapproval = to approve
state-sending = sending
state-replied = answered
state-onhold = on hold
state-stopped = stopped
state-completed = completed
state-bounced = bounced
state-optedout = opted out
state-failed = failed
outbound-planned = planned
outbound-awaitingapproval = ✋ to approve
outbound-queued = ✅ approved, in the queue
outbound-claimed = ✅ approved, being sent
outbound-transmitting = ✅ approved, being sent
outbound-sent = ✅ sent
outbound-failed = ✗ failed
outbound-unknown = ⚠ outcome unknown
outbound-refused = 🚫 refused
outbound-expired = ⌛ expired unanswered
outbound-cancelled = 🚫 cancelled, nothing went out
event-planned = planned
event-approvalrequested = approval requested
event-approved = approved
event-edited = edited
event-refused = refused
event-sent = sent
event-deferred = deferred by the server
event-failed = failed
event-unknown = outcome unknown
event-bounced = bounced
event-complained = complaint
event-opened = opened
event-clicked = clicked
event-delivered = delivered
event-cancelled = cancelled
event-expired = expired
event-replied = answered
event-autoreplied = automatic answer
event-unsubscribed = unsubscribed
event-stopped = stopped
event-resumed = resumed
reason-answered = this person answered
reason-unsubscribed = asked to be left alone
reason-unsubscribe = asked to be left alone
reason-bounce = the address failed
reason-complaint = spam complaint
reason-manual = stopped by hand
reason-suppressed = an address not to write to
reason-no-address = no e-mail address
reason-no-mailbox = no mailbox to send from
reason-plan-changed = the step is gone
reason-template-missing = template not found
reason-template-broken = broken template: { $detail }
reason-missing-fields = merge fields without value: { $detail }
reason-outside-window = outside the sending window
reason-next-step = next step planned
reason-all-sent = all sent, no answer
reason-step-skipped = step skipped
reason-draft-refused = draft refused
reason-draft-expired = draft left unanswered
reason-approval-requested = approval requested
reason-queued = in the queue
reason-send-unknown = sending interrupted, outcome unknown
reason-campaign-archived = the campaign was archived
reason-recipient-moved-on = this person's situation has changed
reason-consent-withdrawn = consent withdrawn
reason-address-changed = the address was corrected meanwhile
reason-not-planned = not planned: { $detail }
reason-interrupted = interrupted while sending
fault-no-steps = the campaign has no step
fault-no-mailbox = the campaign has no mailbox to send from
fault-template-missing = template not found: { $detail }
fault-template-broken = broken template: { $detail }

## Unsubscribe
unsubscribe-title = Unsubscribe
unsubscribe-question = Stop all mail to { $address }?
unsubscribe-confirm = Unsubscribe
unsubscribe-done = Done: you will hear nothing more.

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

## Back-office
admin-ask-activate = Start this campaign?
admin-ask-approve = Send this mail as shown?
admin-ask-cancel = Cancel this mail?
admin-ask-delete = Delete this recipient?
admin-ask-pause = Pause this campaign?
admin-ask-refuse = Refuse this mail? This recipient gets no further mail.
admin-ask-resume = Resume this campaign?
admin-column-address = Address
admin-column-amounts = Amounts
admin-column-answers = Answers
admin-column-at = When
admin-column-attempt = Attempts
admin-column-campaign = Campaign
admin-column-company = Company
admin-column-confidence = Confidence
admin-column-consent = Consent
admin-column-consent-source = Consent given by
admin-column-created-at = Created
admin-column-deadline = Deadline
admin-column-decided-at = Decided
admin-column-decided-by = Decided by
admin-column-detail = Detail
admin-column-details = Details
admin-column-display-name = Shown name
admin-column-due-at = Due
admin-column-email = E-mail
admin-column-evidence = Evidence
admin-column-expires-at = Expires
admin-column-fields = Free fields (one a line, name: value)
admin-column-first-name = First name
admin-column-folders = Watched folders
admin-column-from = From
admin-column-groups = Groups
admin-column-health-reason = Problem
admin-column-health-since = Since
admin-column-imap = Incoming server
admin-column-inbound = Received mail
admin-column-kind = Kind
admin-column-last-name = Last name
admin-column-last-reply-at = Last reply
admin-column-last-reply-class = Reply
admin-column-last-sent-at = Last sent
admin-column-locale = Language
admin-column-mailbox = Mailbox
admin-column-mailboxes = Sent from
admin-column-message-id = Message-ID
admin-column-min-gap-seconds = Least gap (s)
admin-column-name = Name
admin-column-next-action-at = Next action
admin-column-outbound = Sent mail
admin-column-per-day = Daily limit
admin-column-per-hour = Hourly limit
admin-column-phone = Phone
admin-column-priority = Priority
admin-column-progress = Progress
admin-column-provider = Provider
admin-column-reason = Reason
admin-column-received-at = Received
admin-column-receiving = Receiving
admin-column-recipient = Recipient
admin-column-recipient-count = Recipients
admin-column-replied-count = Replies
admin-column-reply-class = Reply
admin-column-reply-text = Reply text
admin-column-role = Role
admin-column-rules = On reply
admin-column-sending = Sending
admin-column-sent-at = Sent at
admin-column-sent-count = Sent
admin-column-smtp = Outgoing server
admin-column-source = Read by
admin-column-start-at = Starts
admin-column-state = State
admin-column-status = Status
admin-column-step-count = Steps
admin-column-steps = Steps
admin-column-subject = Subject
admin-column-suggested-action = Suggested action
admin-column-summary = Summary
admin-column-tags = Tags
admin-column-template = Next template
admin-column-text = Text
admin-column-time-zone = Time zone
admin-column-to = To
admin-column-updated-at = Changed
admin-column-version = Version
admin-column-who = Name
admin-column-window = Sending window
admin-condition-always = in any case
admin-condition-noreply = if no reply
admin-dashboard-all = Overall
admin-dashboard-approvals = { $count ->
    [one] draft to approve
   *[other] drafts to approve
  }
admin-dashboard-bounced = { $count ->
    [one] bounce
   *[other] bounces
  }
admin-dashboard-campaigns = { $count ->
    [one] active campaign
   *[other] active campaigns
  }
admin-dashboard-chat = Open the chat
admin-dashboard-greeting = Hello { $name }
admin-dashboard-important = { $count ->
    [one] important mail received
   *[other] important mails received
  }
admin-dashboard-lead = Here is how things stand.
admin-dashboard-mailboxes = { $count ->
    [one] mailbox
   *[other] mailboxes
  }
admin-dashboard-mailboxes-down = { $count ->
    [one] mailbox in trouble
   *[other] mailboxes in trouble
  }
admin-dashboard-queued = { $count ->
    [one] mail ready to go
   *[other] mails ready to go
  }
admin-dashboard-replied = { $count ->
    [one] reply
   *[other] replies
  }
admin-dashboard-sent = { $count ->
    [one] mail sent
   *[other] mails sent
  }
admin-dashboard-suppressed = { $count ->
    [one] address not to write to
   *[other] addresses not to write to
  }
admin-dashboard-today = Today
admin-dashboard-unknown = { $count ->
    [one] mail with unknown outcome
   *[other] mails with unknown outcome
  }
admin-dashboard-waits = Waiting for you
admin-delay-businessdays = after { $amount } business days
admin-delay-days = after { $amount } d
admin-delay-hours = after { $amount } h
admin-delay-minutes = after { $amount } min
admin-delay-none = at once
admin-done-activate = The campaign is running.
admin-done-approve = Approved: the mail goes out.
admin-done-cancel = The mail is cancelled.
admin-done-pause = The campaign is paused.
admin-done-refuse = Refused: nothing is sent.
admin-done-resume = The campaign goes on.
admin-draft-changed = The draft was changed meanwhile. Reload the page and read it again.
admin-group-campaigns = Campaigns
admin-group-messages = Messages
admin-group-settings = Settings
admin-invalid-email = This e-mail address is not valid.
admin-invalid-email-taken = A recipient has this address already.
admin-invalid-enrolled = This recipient is in a campaign: stop them there instead.
admin-invalid-fields = Write one field a line, as name: value.
admin-invalid-locale = Write a language code, such as fr or en.
admin-invalid-no-address = Give at least an e-mail address or a phone number.
admin-invalid-phone = This phone number is not valid.
admin-invalid-time-zone = Write a time zone, such as Europe/Paris.
admin-only-by-button = Use the button on the page for that.
admin-step-approval = with your approval
admin-table-approval = Approvals
admin-table-campaign = Campaigns
admin-table-campaign-recipient = Follow-up table
admin-table-inbound-message = Received mail
admin-table-mailbox-account = Mailboxes
admin-table-message-event = Events
admin-table-outbound-message = Sent mail
admin-table-recipient = Recipients
admin-table-template = Templates
admin-table-user = Users
admin-ui-activate = Start
admin-ui-any-forbidden-error = Your role does not allow this.
admin-ui-apply-changes = Apply
admin-ui-approve = Approve
admin-ui-cancel = Cancel
admin-ui-chat = Chat
admin-ui-confirm = Confirm
admin-ui-create-first-record = Add the first one
admin-ui-dashboard = Home
admin-ui-delete = Delete
admin-ui-edit = Edit
admin-ui-error-fetching-record = Not found, or not open to your role.
admin-ui-error-fetching-records = The list could not be loaded.
admin-ui-error404-action = Not found, or not open to your role.
admin-ui-error404-record = Not found, or not open to your role.
admin-ui-error404-resource = This page does not exist.
admin-ui-filter = Filter
admin-ui-filter-active = Filter ({ $count })
admin-ui-filters = Filters
admin-ui-forbidden-error = Your role does not allow this.
admin-ui-from = From
admin-ui-list = List
admin-ui-logout = Sign out
admin-ui-navigation = Navigation
admin-ui-new = Add
admin-ui-no-records = Nothing to show
admin-ui-no-records-in-resource = There is nothing here yet.
admin-ui-page-not-found-subtitle = This page does not exist.
admin-ui-page-not-found-title = Page not found
admin-ui-pages = Pages
admin-ui-pause = Pause
admin-ui-refuse = Refuse
admin-ui-reset-filter = Clear
admin-ui-resume = Resume
admin-ui-save = Save
admin-ui-see-console-for-more = Go back to the list and try again.
admin-ui-selected-records = Selected ({ $selected })
admin-ui-show = Details
admin-ui-successfully-created = Added.
admin-ui-successfully-deleted = Deleted.
admin-ui-successfully-updated = Saved.
admin-ui-there-were-validation-errors = Some fields have to be put right.
admin-ui-to = To
admin-value-acceptance = Acceptance
admin-value-active = Active
admin-value-agent = Agent
admin-value-approval-requested = Approval asked
admin-value-approved = Approved
admin-value-archived = Archived
admin-value-auto = Automatic
admin-value-auto-replied = Automatic reply
admin-value-auto-reply = Automatic reply
admin-value-awaiting-approval = To approve
admin-value-bounce = Bounce
admin-value-bounced = Bounced
admin-value-bulk = Bulk mail
admin-value-calendar = Calendar
admin-value-cancelled = Cancelled
admin-value-claimed = Claimed
admin-value-clicked = Clicked
admin-value-complained = Complained
admin-value-complaint = Complaint
admin-value-completed = Completed
admin-value-critical = Critical
admin-value-deferred = Deferred
admin-value-delivered = Delivered
admin-value-draft = Draft
admin-value-edited = Edited
admin-value-expired = Expired
admin-value-failed = Failed
admin-value-first = First mail
admin-value-follow-up = Follow-up
admin-value-given = Given
admin-value-important = Important
admin-value-informative = Informative
admin-value-manager = Manager
admin-value-model = the language model
admin-value-negative = Negative
admin-value-neutral = Neutral
admin-value-new = New
admin-value-offline = the offline model
admin-value-ok = Working
admin-value-on-hold = On hold
admin-value-opened = Opened
admin-value-opted-out = Opted out
admin-value-other = Other
admin-value-owner = Owner
admin-value-paused = Paused
admin-value-pending = To approve
admin-value-planned = Planned
admin-value-positive = Positive
admin-value-queued = Queued
admin-value-refusal = Refusal
admin-value-refused = Refused
admin-value-replied = Replied
admin-value-reply = Reply
admin-value-resumed = Resumed
admin-value-rule = Answer to a mail
admin-value-sending = Sending
admin-value-sent = Sent
admin-value-spam = Spam
admin-value-step = Step
admin-value-stopped = Stopped
admin-value-structure = the mail’s structure
admin-value-transactional = Transactional
admin-value-transmitting = Transmitting
admin-value-unknown = Unknown
admin-value-unreachable = Unreachable
admin-value-unsubscribed = Unsubscribed
admin-value-viewer = Viewer
admin-value-waiting = Waiting
admin-value-withdrawn = Withdrawn
