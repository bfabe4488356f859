"""What can stand in the trail, and how a page says it."""

from __future__ import annotations

from enum import StrEnum

from regulars.language import Message, message


class Event(StrEnum):
    """One kind of entry. Names stay: old entries are read with them."""

    SIGNED_IN = "signed-in"
    SIGN_IN_FAILED = "sign-in-failed"
    SIGNED_OUT = "signed-out"
    SESSIONS_ENDED = "sessions-ended"
    PASSWORD_CHANGED = "password-changed"
    PASSWORD_RESET = "password-reset"
    FACTOR_ADDED = "factor-added"
    FACTOR_REMOVED = "factor-removed"
    CODES_MADE = "codes-made"
    USER_ADDED = "user-added"
    USER_CHANGED = "user-changed"
    USER_DEACTIVATED = "user-deactivated"
    USER_REACTIVATED = "user-reactivated"
    USER_RESET = "user-reset"
    USERS_IMPORTED = "users-imported"
    ROLE_GIVEN = "role-given"
    ROLE_TAKEN = "role-taken"
    INVITED = "invited"
    INVITATION_WITHDRAWN = "invitation-withdrawn"
    INVITATION_ACCEPTED = "invitation-accepted"
    TRAIL_EXPORTED = "trail-exported"
    COMPANY_CHANGED = "company-changed"
    UNIT_ADDED = "unit-added"
    UNIT_CHANGED = "unit-changed"
    RATE_ADDED = "rate-added"
    RATE_REMOVED = "rate-removed"
    RATES_IMPORTED = "rates-imported"
    CALENDAR_CHANGED = "calendar-changed"
    CALENDAR_REMOVED = "calendar-removed"
    UNITS_IMPORTED = "units-imported"
    MAIL_TESTED = "mail-tested"
    FILE_SENT = "file-sent"
    FILE_DISCARDED = "file-discarded"
    MAPPING_CHANGED = "mapping-changed"
    MAPPING_FORGOTTEN = "mapping-forgotten"
    IMPORT_STARTED = "import-started"
    IMPORTED = "imported"
    UNDO_STARTED = "undo-started"
    IMPORT_TAKEN_BACK = "import-taken-back"
    BAD_ROWS_TAKEN = "bad-rows-taken"
    QUESTIONNAIRE_CREATED = "questionnaire-created"
    QUESTIONNAIRE_CHANGED = "questionnaire-changed"
    VERSION_PUBLISHED = "version-published"
    STUDY_CREATED = "study-created"
    STUDY_CHANGED = "study-changed"
    STUDY_OPENED = "study-opened"
    STUDY_CLOSED = "study-closed"
    PLAN_MADE = "plan-made"
    PLAN_CHANGED = "plan-changed"
    PLAN_SIGNED = "plan-signed"
    PLAN_REOPENED = "plan-reopened"
    PLAN_WAVES_MADE = "plan-waves-made"
    PEOPLE_DRAWN = "people-drawn"
    DRAW_UNDONE = "draw-undone"
    TRIALS_DELETED = "trials-deleted"
    FIELDWORK_CHANGED = "fieldwork-changed"
    FIELDWORK_EXTENDED = "fieldwork-extended"
    ASKED_TAKEN_BACK = "asked-taken-back"
    ASKED_EXPORTED = "asked-exported"
    PEOPLE_LIST_SENT = "people-list-sent"
    PEOPLE_LIST_DISCARDED = "people-list-discarded"
    KIND_ADDED = "event-kind-added"
    KIND_CHANGED = "event-kind-changed"
    TRIGGER_ADDED = "trigger-added"
    TRIGGER_CHANGED = "trigger-changed"
    TRIGGER_SWITCHED = "trigger-switched"
    TRIGGER_REMOVED = "trigger-removed"
    SOURCE_ADDED = "event-source-added"
    SOURCE_ROTATED = "event-source-rotated"
    SOURCE_CLOSED = "event-source-closed"
    EVENTS_IMPORTED = "events-imported"
    EVENT_STOPPED = "event-stopped"
    CUSTOMER_LEFT_ALONE = "customer-left-alone"
    CUSTOMER_ASKED_AGAIN = "customer-asked-again"
    CALL_NOTED = "call-noted"
    OFFER_RULE_MADE = "offer-rule-made"
    OFFER_RULE_CHANGED = "offer-rule-changed"
    OFFER_ANSWERED = "offer-answered"
    OFFERS_REFUSED = "offers-refused"
    OFFERS_WANTED = "offers-wanted"
    CARE_DONE = "care-done"
    CARE_SKIPPED = "care-skipped"
    CARE_UNDONE = "care-undone"
    PROMISE_GIVEN = "promise-given"
    PROMISE_KEPT = "promise-kept"
    PROMISE_BROKEN = "promise-broken"
    PROMISE_WITHDRAWN = "promise-withdrawn"
    PROMISE_REOPENED = "promise-reopened"
    TRIAL_OFFERED = "trial-offered"
    TRIAL_GOOD = "trial-good"
    TRIAL_NOT_GOOD = "trial-not-good"
    TRIAL_OFF = "trial-off"
    TRIAL_REOPENED = "trial-reopened"
    TRIAL_BOUGHT = "trial-bought"
    TRIAL_NOT_BOUGHT = "trial-not-bought"
    TRIAL_RELEASED = "trial-released"
    LOST_DRAWN = "lost-drawn"
    VALUE_STEP_SETTLED = "value-step-settled"
    VALUE_STEP_REOPENED = "value-step-reopened"
    ARRIVAL_NOTED = "arrival-noted"
    ARRIVAL_REMOVED = "arrival-removed"
    CARD_OUTCOME = "card-outcome"
    EXPECTATION_NOTED = "expectation-noted"
    EXPECTATION_CHANGED = "expectation-changed"
    EXPECTATION_ADJUSTED = "expectation-adjusted"
    EXPECTATION_ENDED = "expectation-ended"
    LINK_CREATED = "link-created"
    LINK_CLOSED = "link-closed"
    WIDGET_CHANGED = "widget-changed"
    RESPONSE_ENTERED = "response-entered"
    RESPONSE_HIDDEN = "response-hidden"
    RESPONSE_SHOWN = "response-shown"
    RESPONSE_TAGGED = "response-tagged"
    RESPONSE_UNTAGGED = "response-untagged"
    RESPONSES_EXPORTED = "responses-exported"
    RESULTS_EXPORTED = "results-exported"
    FILE_KEPT = "file-kept"
    FILE_REMOVED = "file-removed"
    LINK_MADE = "link-made"
    SCHEDULE_PAUSED = "schedule-paused"
    SCHEDULE_RESUMED = "schedule-resumed"
    WORK_STARTED = "work-started"
    CUSTOMER_SEEN = "customer-seen"
    CUSTOMER_CHANGED = "customer-changed"
    CUSTOMERS_EXPORTED = "customers-exported"
    CUSTOMER_EXPORTED = "customer-exported"
    CUSTOMERS_SCORED = "customers-scored"
    CUSTOMERS_IMPORTED = "customers-imported"
    CUSTOMERS_ERASED = "customers-erased"
    CUSTOMERS_MERGED = "customers-merged"
    MERGE_UNDONE = "merge-undone"
    PAIR_DECIDED = "pair-decided"
    PAIR_REOPENED = "pair-reopened"
    CUSTOMER_WROTE = "customer-wrote"
    RIGHTS_LINK_SENT = "rights-link-sent"
    CLAIM_MADE = "claim-made"
    CLAIM_TAKEN_BACK = "claim-taken-back"
    CLAIM_DONE = "claim-done"
    RETENTION_CHANGED = "retention-changed"
    RETENTION_DONE = "retention-done"
    RELATION_ADDED = "relation-added"
    RELATION_ENDED = "relation-ended"
    ADDRESS_ADDED = "address-added"
    ADDRESS_CHANGED = "address-changed"
    ADDRESS_REMOVED = "address-removed"
    DETAILS_CHANGED = "details-changed"
    NOTE_WRITTEN = "note-written"
    NOTE_CHANGED = "note-changed"
    NOTE_REMOVED = "note-removed"
    NOTE_RESTORED = "note-restored"
    ATTACHMENT_ADDED = "attachment-added"
    ATTACHMENT_REMOVED = "attachment-removed"
    ATTACHMENT_RESTORED = "attachment-restored"
    REMOVED_NOTES_GONE = "removed-notes-gone"
    OWN_FIELD_MADE = "own-field-made"
    OWN_FIELD_CHANGED = "own-field-changed"
    CONSENT_GIVEN = "consent-given"
    CONSENT_WITHDRAWN = "consent-withdrawn"
    CONSENTS_IMPORTED = "consents-imported"
    RECORDS_MEASURED = "records-measured"
    RECORDS_REPAIRED = "records-repaired"
    REPAIRS_UNDONE = "repairs-undone"
    FINDINGS_EXPORTED = "findings-exported"
    SEGMENT_MADE = "segment-made"
    SEGMENT_CHANGED = "segment-changed"
    SEGMENT_REMOVED = "segment-removed"
    CONTACT_NOTED = "contact-noted"
    TOKEN_ISSUED = "token-issued"
    TOKEN_REVOKED = "token-revoked"
    CUSTOMER_ADDED = "customer-added"
    CUSTOMERS_SENT = "customers-sent"
    CUSTOMERS_READ = "customers-read"
    CASES_READ = "cases-read"
    PURCHASES_SENT = "purchases-sent"
    CADENCE_CHANGED = "cadence-changed"
    RELATIONSHIP_MOVED = "relationship-moved"
    RELATIONSHIPS_ASKED = "relationships-asked"
    RELATIONSHIPS_EXPORTED = "relationships-exported"
    LEVELS_WRITTEN = "levels-written"
    LEVELS_IN_FORCE = "levels-in-force"
    LEVELS_DROPPED = "levels-dropped"
    LEVELS_EXPORTED = "levels-exported"
    FALLS_FOUND = "falls-found"
    FALL_SET_ASIDE = "fall-set-aside"
    FALL_PUT_BACK = "fall-put-back"
    SCORING_STARTED = "scoring-started"
    FACTS_REBUILT = "facts-rebuilt"
    BACKUP_MADE = "backup-made"
    BACKUP_RESTORED = "backup-restored"
    TOUCHPOINTS_BEGUN = "touchpoints-begun"
    TOUCHPOINT_ADDED = "touchpoint-added"
    TOUCHPOINT_CHANGED = "touchpoint-changed"
    TOUCHPOINT_ARCHIVED = "touchpoint-archived"
    TOUCHPOINT_BROUGHT_BACK = "touchpoint-brought-back"
    TOUCHPOINTS_IMPORTED = "touchpoints-imported"
    TOUCHPOINTS_EXPORTED = "touchpoints-exported"
    STAGE_CHANGED = "stage-changed"
    STAGE_REMOVED = "stage-removed"
    TEAM_ADDED = "team-added"
    TEAM_CHANGED = "team-changed"
    TEAM_JOINED = "team-joined"
    TEAM_LEFT = "team-left"
    TEAMS_IMPORTED = "teams-imported"
    PROGRAMME_BEGUN = "programme-begun"
    PROGRAMME_CHANGED = "programme-changed"
    PROGRAMME_CLOSED = "programme-closed"
    STAGE_OF_PROGRAMME_CHANGED = "stage-of-programme-changed"
    EVIDENCE_ADDED = "evidence-added"
    EVIDENCE_REMOVED = "evidence-removed"
    ACTION_PLANNED = "action-planned"
    ACTION_CHANGED = "action-changed"
    WEIGHTS_DRAFTED = "weights-drafted"
    WEIGHTS_DROPPED = "weights-dropped"
    WEIGHTS_APPLIED = "weights-applied"
    WEIGHTS_TAKEN_BACK = "weights-taken-back"
    VISIT_STORED = "visit-stored"
    VISIT_TAKEN_BACK = "visit-taken-back"
    FINDING_CHANGED = "finding-changed"
    FINDING_DONE = "finding-done"
    FINDING_REOPENED = "finding-reopened"
    CASE_OPENED = "case-opened"
    CASE_MOVED = "case-moved"
    CASE_HANDED = "case-handed"
    CASE_CHANGED = "case-changed"
    CASES_RECKONED = "cases-reckoned"
    CAUSE_CHANGED = "cause-changed"
    CAUSES_EXPORTED = "causes-exported"
    CASES_EXPORTED = "cases-exported"
    CASE_RULE_ADDED = "case-rule-added"
    CASE_RULE_CHANGED = "case-rule-changed"
    CASE_RULE_SWITCHED = "case-rule-switched"
    CASE_RULE_REMOVED = "case-rule-removed"
    CASE_JUDGED = "case-judged"
    CASE_MAIL_CHANGED = "case-mail-changed"
    CANDIDATE_DECIDED = "candidate-decided"
    REVIEWS_IMPORTED = "reviews-imported"
    REVIEW_ANSWERED = "review-answered"
    CHANGE_NOTED = "change-noted"
    POLICY_CHANGED = "policy-changed"
    POLICY_PUBLISHED = "policy-published"
    POLICY_RETIRED = "policy-retired"
    GESTURE_CHANGED = "gesture-changed"
    GESTURE_BUDGET_SET = "gesture-budget-set"
    GESTURE_LIMITS_SET = "gesture-limits-set"
    GESTURE_CHOSEN = "gesture-chosen"
    GESTURE_SETTLED = "gesture-settled"
    GESTURES_EXPORTED = "gestures-exported"
    APPROVAL_ASKED = "approval-asked"
    APPROVAL_DECIDED = "approval-decided"
    MESSAGES_QUEUED = "messages-queued"
    MESSAGE_CANCELLED = "message-cancelled"
    MESSAGE_SENT_AGAIN = "message-sent-again"
    MESSAGE_SETTLED = "message-settled"
    SENDING_HELD = "sending-held"
    SENDING_RESUMED = "sending-resumed"
    ADDRESS_SUPPRESSED = "address-suppressed"
    ADDRESS_ALLOWED = "address-allowed"
    FEED_ADDED = "feed-added"
    FEED_CHANGED = "feed-changed"
    FEED_SWITCHED = "feed-switched"
    FEED_REMOVED = "feed-removed"
    FEED_STARTED = "feed-started"
    GATEWAY_ADDED = "gateway-added"
    GATEWAY_TRIED = "gateway-tried"
    GATEWAY_SWITCHED = "gateway-switched"
    GATEWAY_REMOVED = "gateway-removed"
    RULES_CHANGED = "rules-changed"
    SUBSCRIBED = "subscribed"
    SUBSCRIPTION_CHANGED = "subscription-changed"
    SUBSCRIPTION_ENDED = "subscription-ended"
    TARGET_SET = "target-set"
    TARGET_CHANGED = "target-changed"
    TARGET_ENDED = "target-ended"
    HAPPENING_NOTED = "happening-noted"
    HAPPENING_CHANGED = "happening-changed"
    HAPPENING_REMOVED = "happening-removed"
    STEP_NOTED = "step-noted"
    STEP_TAKEN = "step-taken"
    STEP_DROPPED = "step-dropped"
    MEASURES_TAKEN = "measures-taken"
    MEASURES_FORGOTTEN = "measures-forgotten"


WORDS: dict[Event, Message] = {
    Event.SIGNED_IN: message("signed in"),
    Event.SIGN_IN_FAILED: message("failed to sign in"),
    Event.SIGNED_OUT: message("signed out"),
    Event.SESSIONS_ENDED: message("ended sessions"),
    Event.PASSWORD_CHANGED: message("changed the password"),
    Event.PASSWORD_RESET: message("set a new password by mail"),
    Event.FACTOR_ADDED: message("added a second step of signing in"),
    Event.FACTOR_REMOVED: message("removed a second step of signing in"),
    Event.CODES_MADE: message("made new recovery codes"),
    Event.USER_ADDED: message("added an account"),
    Event.USER_CHANGED: message("changed an account"),
    Event.USER_DEACTIVATED: message("closed an account"),
    Event.USER_REACTIVATED: message("opened an account again"),
    Event.USER_RESET: message("sent a link to set a new password"),
    Event.USERS_IMPORTED: message("invited people from a file"),
    Event.ROLE_GIVEN: message("gave a role"),
    Event.ROLE_TAKEN: message("took a role away"),
    Event.INVITED: message("invited somebody"),
    Event.INVITATION_WITHDRAWN: message("withdrew an invitation"),
    Event.INVITATION_ACCEPTED: message("accepted an invitation"),
    Event.TRAIL_EXPORTED: message("exported the audit trail"),
    Event.COMPANY_CHANGED: message("changed the company's settings"),
    Event.UNIT_ADDED: message("added a unit"),
    Event.UNIT_CHANGED: message("changed a unit"),
    Event.RATE_ADDED: message("added a rate"),
    Event.RATE_REMOVED: message("removed a rate"),
    Event.RATES_IMPORTED: message("imported rates"),
    Event.CALENDAR_CHANGED: message("changed a calendar"),
    Event.CALENDAR_REMOVED: message("removed a calendar"),
    Event.UNITS_IMPORTED: message("imported units"),
    Event.MAIL_TESTED: message("tried out the mail server"),
    Event.FILE_SENT: message("sent a file to import"),
    Event.FILE_DISCARDED: message("discarded a file that was to be imported"),
    Event.MAPPING_CHANGED: message("changed what the columns of a file are"),
    Event.MAPPING_FORGOTTEN: message("removed a saved mapping"),
    Event.IMPORT_STARTED: message("started an import"),
    Event.IMPORTED: message("imported a file"),
    Event.UNDO_STARTED: message("asked to take an import back"),
    Event.IMPORT_TAKEN_BACK: message("took an import back"),
    Event.BAD_ROWS_TAKEN: message("downloaded rows that were set aside"),
    Event.QUESTIONNAIRE_CREATED: message("made a questionnaire"),
    Event.QUESTIONNAIRE_CHANGED: message("changed a questionnaire"),
    Event.VERSION_PUBLISHED: message("published a questionnaire"),
    Event.STUDY_CREATED: message("made a study"),
    Event.STUDY_CHANGED: message("changed a study"),
    Event.STUDY_OPENED: message("opened a study"),
    Event.STUDY_CLOSED: message("closed a study"),
    Event.PLAN_MADE: message("wrote a plan"),
    Event.PLAN_CHANGED: message("changed a plan"),
    Event.PLAN_SIGNED: message("signed a plan"),
    Event.PLAN_REOPENED: message("took the signature of a plan back"),
    Event.PLAN_WAVES_MADE: message("made the studies of a plan"),
    Event.PEOPLE_DRAWN: message("chose people to ask"),
    Event.DRAW_UNDONE: message("took a draw of people back"),
    Event.TRIALS_DELETED: message("deleted what came of trying a study out"),
    Event.FIELDWORK_CHANGED: message("said how a study is carried out"),
    Event.FIELDWORK_EXTENDED: message("let a study go on for longer"),
    Event.ASKED_TAKEN_BACK: message("took an invitation to a study back"),
    Event.ASKED_EXPORTED: message("took the list of asked people out as a file"),
    Event.PEOPLE_LIST_SENT: message("sent in a list of people to ask"),
    Event.PEOPLE_LIST_DISCARDED: message("discarded a list of people to ask"),
    Event.KIND_ADDED: message("added a kind of event"),
    Event.KIND_CHANGED: message("changed a kind of event"),
    Event.TRIGGER_ADDED: message("added a trigger"),
    Event.TRIGGER_CHANGED: message("changed a trigger"),
    Event.TRIGGER_SWITCHED: message("switched a trigger on or off"),
    Event.TRIGGER_REMOVED: message("removed a trigger"),
    Event.SOURCE_ADDED: message("let a system tell events"),
    Event.SOURCE_ROTATED: message("made a new secret for a system that tells events"),
    Event.SOURCE_CLOSED: message("takes no more events from a system"),
    Event.EVENTS_IMPORTED: message("imported a list of events"),
    Event.EVENT_STOPPED: message("stopped an event that waited"),
    Event.CUSTOMER_LEFT_ALONE: message("noted that a customer is not asked about events"),
    Event.CUSTOMER_ASKED_AGAIN: message("let a customer be asked about events again"),
    Event.CALL_NOTED: message("noted how a call went"),
    Event.OFFER_RULE_MADE: message("made a rule of suggestions"),
    Event.OFFER_RULE_CHANGED: message("changed a rule of suggestions"),
    Event.OFFER_ANSWERED: message("noted what a customer said to a suggestion"),
    Event.OFFERS_REFUSED: message("noted that a customer wants no suggestions"),
    Event.OFFERS_WANTED: message("noted that a customer wants suggestions again"),
    Event.CARE_DONE: message("thought of a customer"),
    Event.CARE_SKIPPED: message("skipped an occasion to think of a customer"),
    Event.CARE_UNDONE: message("took back that a customer was thought of"),
    Event.PROMISE_GIVEN: message("promised something"),
    Event.PROMISE_KEPT: message("kept a promise"),
    Event.PROMISE_BROKEN: message("noted that a promise was not kept"),
    Event.PROMISE_WITHDRAWN: message("noted that a promise is no longer wanted"),
    Event.PROMISE_REOPENED: message("opened a promise again"),
    Event.TRIAL_OFFERED: message("let a customer try something"),
    Event.TRIAL_GOOD: message("noted that a trial was good"),
    Event.TRIAL_NOT_GOOD: message("noted that a trial was not good"),
    Event.TRIAL_OFF: message("noted that a trial was not taken up"),
    Event.TRIAL_REOPENED: message("opened a trial again"),
    Event.TRIAL_BOUGHT: message("noted that what was tried was bought"),
    Event.TRIAL_NOT_BOUGHT: message("noted that what was tried was not bought"),
    Event.TRIAL_RELEASED: message("let offers go again after a trial that was not good"),
    Event.LOST_DRAWN: message("drew which lost customers are approached and which are left alone"),
    Event.VALUE_STEP_SETTLED: message("settled one of the five steps of value"),
    Event.VALUE_STEP_REOPENED: message("opened one of the five steps of value again"),
    Event.ARRIVAL_NOTED: message("noted that a guest arrives"),
    Event.ARRIVAL_REMOVED: message("took an arrival off the list"),
    Event.CARD_OUTCOME: message("noted how the service recommended by a guest card went"),
    Event.EXPECTATION_NOTED: message("noted what a customer wants"),
    Event.EXPECTATION_CHANGED: message("noted that a customer wants something else"),
    Event.EXPECTATION_ADJUSTED: message("showed a customer facts and ways out"),
    Event.EXPECTATION_ENDED: message("noted that a customer wants something no more"),
    Event.LINK_CREATED: message("made a link"),
    Event.LINK_CLOSED: message("closed a link"),
    Event.WIDGET_CHANGED: message("named the sites of a widget"),
    Event.RESPONSE_ENTERED: message("entered a response for somebody"),
    Event.RESPONSE_HIDDEN: message("put the words of a response out of sight"),
    Event.RESPONSE_SHOWN: message("showed the words of a response again"),
    Event.RESPONSE_TAGGED: message("put a tag on a response"),
    Event.RESPONSE_UNTAGGED: message("took a tag off a response"),
    Event.RESPONSES_EXPORTED: message("exported responses"),
    Event.RESULTS_EXPORTED: message("took results along as a file"),
    Event.FILE_KEPT: message("stored a file"),
    Event.FILE_REMOVED: message("removed a file"),
    Event.LINK_MADE: message("made a sign-in link"),
    Event.SCHEDULE_PAUSED: message("paused work of the schedule"),
    Event.SCHEDULE_RESUMED: message("let work of the schedule go on"),
    Event.WORK_STARTED: message("started work of the schedule by hand"),
    Event.CUSTOMER_SEEN: message("looked at a customer"),
    Event.CUSTOMER_CHANGED: message("changed a customer"),
    Event.CUSTOMERS_EXPORTED: message("exported customers"),
    Event.CUSTOMER_EXPORTED: message("exported the record of a customer"),
    Event.CUSTOMERS_SCORED: message("scored the customers"),
    Event.CUSTOMERS_IMPORTED: message("imported customers"),
    Event.CUSTOMERS_ERASED: message("erased customers for good"),
    Event.CUSTOMERS_MERGED: message("put customers together who are one"),
    Event.MERGE_UNDONE: message("took customers apart again who had been put together"),
    Event.PAIR_DECIDED: message("noted that two customers are not the same"),
    Event.PAIR_REOPENED: message("left open again whether two customers are the same"),
    Event.CUSTOMER_WROTE: message("customer changed their own data"),
    Event.RIGHTS_LINK_SENT: message("sent a customer the link to their own data"),
    Event.CLAIM_MADE: message("noted a request about somebody’s own data"),
    Event.CLAIM_TAKEN_BACK: message("took back a request about somebody’s own data"),
    Event.CLAIM_DONE: message("carried out a request about somebody’s own data"),
    Event.RETENTION_CHANGED: message("changed rights and retention"),
    Event.RETENTION_DONE: message("cleared away what was kept long enough"),
    Event.RELATION_ADDED: message("noted that somebody belongs to an organisation"),
    Event.RELATION_ENDED: message("noted that somebody left an organisation"),
    Event.ADDRESS_ADDED: message("noted a further address of a customer"),
    Event.ADDRESS_CHANGED: message("changed a further address of a customer"),
    Event.ADDRESS_REMOVED: message("removed a further address of a customer"),
    Event.DETAILS_CHANGED: message("changed the details of a customer"),
    Event.NOTE_WRITTEN: message("wrote a note about a customer"),
    Event.NOTE_CHANGED: message("changed a note about a customer"),
    Event.NOTE_REMOVED: message("removed a note about a customer"),
    Event.NOTE_RESTORED: message("brought a note about a customer back"),
    Event.ATTACHMENT_ADDED: message("put a file to a customer"),
    Event.ATTACHMENT_REMOVED: message("removed a file of a customer"),
    Event.ATTACHMENT_RESTORED: message("brought a file of a customer back"),
    Event.REMOVED_NOTES_GONE: message("let removed notes and files of customers go for good"),
    Event.OWN_FIELD_MADE: message("made a field for customers"),
    Event.OWN_FIELD_CHANGED: message("changed a field for customers"),
    Event.CONSENT_GIVEN: message("noted that customers agreed"),
    Event.CONSENT_WITHDRAWN: message("noted that customers do not agree, or no more"),
    Event.CONSENTS_IMPORTED: message("imported what customers agreed to"),
    Event.RECORDS_MEASURED: message("looked through the records of customers"),
    Event.RECORDS_REPAIRED: message("repaired records of customers"),
    Event.REPAIRS_UNDONE: message("undid changes of customers"),
    Event.FINDINGS_EXPORTED: message("exported what was found in the records"),
    Event.SEGMENT_MADE: message("made a segment"),
    Event.SEGMENT_CHANGED: message("changed a segment"),
    Event.SEGMENT_REMOVED: message("removed a segment"),
    Event.CONTACT_NOTED: message("noted a talk with a customer"),
    Event.TOKEN_ISSUED: message("gave a program access by a token"),
    Event.TOKEN_REVOKED: message("ended the token of a program"),
    Event.CUSTOMER_ADDED: message("added a customer by a program"),
    Event.CUSTOMERS_SENT: message("sent customers by a program"),
    Event.CUSTOMERS_READ: message("read customers by a program"),
    Event.CASES_READ: message("read cases by a program"),
    Event.PURCHASES_SENT: message("brought in purchases by a program"),
    Event.CADENCE_CHANGED: message("changed how often customers hear from us"),
    Event.RELATIONSHIP_MOVED: message("said where the relationship with a customer stands"),
    Event.RELATIONSHIPS_ASKED: message("asked the rules of relationships"),
    Event.RELATIONSHIPS_EXPORTED: message("exported relationships with customers"),
    Event.LEVELS_WRITTEN: message("wrote service levels"),
    Event.LEVELS_IN_FORCE: message("put service levels in force"),
    Event.LEVELS_DROPPED: message("dropped a draft of service levels"),
    Event.LEVELS_EXPORTED: message("took along what was promised by service levels, and kept"),
    Event.FALLS_FOUND: message("found customers who were loyal and no longer are"),
    Event.FALL_SET_ASIDE: message("decided that nothing is to be done about a customer who was loyal"),
    Event.FALL_PUT_BACK: message("put a customer who was loyal back on the list"),
    Event.SCORING_STARTED: message("asked for new scores"),
    Event.FACTS_REBUILT: message("copied all responses into the facts anew"),
    Event.BACKUP_MADE: message("made a backup"),
    Event.BACKUP_RESTORED: message("restored a backup"),
    Event.TOUCHPOINTS_BEGUN: message("took over a ready-made register of touchpoints"),
    Event.TOUCHPOINT_ADDED: message("added a touchpoint"),
    Event.TOUCHPOINT_CHANGED: message("changed a touchpoint"),
    Event.TOUCHPOINT_ARCHIVED: message("put a touchpoint into the archive"),
    Event.TOUCHPOINT_BROUGHT_BACK: message("brought a touchpoint back"),
    Event.TOUCHPOINTS_IMPORTED: message("imported touchpoints"),
    Event.TOUCHPOINTS_EXPORTED: message("exported the touchpoints"),
    Event.STAGE_CHANGED: message("changed a stage of the journey"),
    Event.STAGE_REMOVED: message("removed a stage of the journey"),
    Event.TEAM_ADDED: message("added a team"),
    Event.TEAM_CHANGED: message("changed a team"),
    Event.TEAM_JOINED: message("put somebody into a team"),
    Event.TEAM_LEFT: message("took somebody out of a team"),
    Event.TEAMS_IMPORTED: message("imported teams"),
    Event.PROGRAMME_BEGUN: message("began a programme"),
    Event.PROGRAMME_CHANGED: message("changed a programme"),
    Event.PROGRAMME_CLOSED: message("closed a programme"),
    Event.STAGE_OF_PROGRAMME_CHANGED: message("changed a stage of a programme"),
    Event.EVIDENCE_ADDED: message("added evidence to a programme"),
    Event.EVIDENCE_REMOVED: message("took evidence out of a programme"),
    Event.ACTION_PLANNED: message("planned a corrective action"),
    Event.ACTION_CHANGED: message("changed a corrective action"),
    Event.WEIGHTS_DRAFTED: message("entered margins to weight a study by"),
    Event.WEIGHTS_DROPPED: message("dropped margins of a study"),
    Event.WEIGHTS_APPLIED: message("weighted the answers of a study"),
    Event.WEIGHTS_TAKEN_BACK: message("took the weights of a study back"),
    Event.VISIT_STORED: message("filled in a checklist"),
    Event.VISIT_TAKEN_BACK: message("took a filled-in checklist back"),
    Event.FINDING_CHANGED: message("planned what is to be done about a finding"),
    Event.FINDING_DONE: message("settled a finding"),
    Event.FINDING_REOPENED: message("opened a finding again"),
    Event.CASE_OPENED: message("opened a case"),
    Event.CASE_MOVED: message("moved a case on"),
    Event.CASE_HANDED: message("handed a case to somebody"),
    Event.CASE_CHANGED: message("changed a case"),
    Event.CASES_RECKONED: message("set the clocks of cases anew"),
    Event.CAUSE_CHANGED: message("changed the list of causes"),
    Event.CAUSES_EXPORTED: message("saved the causes of complaints as a file"),
    Event.CASES_EXPORTED: message("exported cases"),
    Event.CASE_RULE_ADDED: message("added a rule of cases"),
    Event.CASE_RULE_CHANGED: message("changed a rule of cases"),
    Event.CASE_RULE_SWITCHED: message("switched a rule of cases on or off"),
    Event.CASE_RULE_REMOVED: message("removed a rule of cases"),
    Event.CASE_JUDGED: message("kept what a customer says of a case"),
    Event.CASE_MAIL_CHANGED: message("changed what happens to the mail of cases"),
    Event.CANDIDATE_DECIDED: message("decided whether an open answer is a complaint"),
    Event.REVIEWS_IMPORTED: message("took a list of public reviews"),
    Event.REVIEW_ANSWERED: message("noted that an answer stands under a public review"),
    Event.CHANGE_NOTED: message("noted a change that feedback led to"),
    Event.POLICY_CHANGED: message("wrote a policy"),
    Event.POLICY_PUBLISHED: message("put a policy in force"),
    Event.POLICY_RETIRED: message("retired a policy"),
    Event.GESTURE_CHANGED: message("changed a gesture"),
    Event.GESTURE_BUDGET_SET: message("set the budget of gestures"),
    Event.GESTURE_LIMITS_SET: message("set what a role may give"),
    Event.GESTURE_CHOSEN: message("chose a gesture for a customer"),
    Event.GESTURE_SETTLED: message("noted what became of a gesture"),
    Event.GESTURES_EXPORTED: message("took the gestures of cases out as a file"),
    Event.APPROVAL_ASKED: message("asked for approval of a gesture"),
    Event.APPROVAL_DECIDED: message("decided about a gesture"),
    Event.MESSAGES_QUEUED: message("put messages into the outbox"),
    Event.MESSAGE_CANCELLED: message("cancelled a message"),
    Event.MESSAGE_SENT_AGAIN: message("sent a message again"),
    Event.MESSAGE_SETTLED: message("counted a message as sent"),
    Event.SENDING_HELD: message("held all messages back"),
    Event.SENDING_RESUMED: message("let messages go out again"),
    Event.ADDRESS_SUPPRESSED: message("put an address on the list of those not to be written to"),
    Event.ADDRESS_ALLOWED: message("took an address off the list of those not to be written to"),
    Event.FEED_ADDED: message("added a scheduled import"),
    Event.FEED_CHANGED: message("changed a scheduled import"),
    Event.FEED_SWITCHED: message("paused a scheduled import or let it go on"),
    Event.FEED_REMOVED: message("removed a scheduled import"),
    Event.FEED_STARTED: message("started a scheduled import by hand"),
    Event.GATEWAY_ADDED: message("added a gateway"),
    Event.GATEWAY_TRIED: message("tried out a gateway"),
    Event.GATEWAY_SWITCHED: message("switched a gateway on or off"),
    Event.GATEWAY_REMOVED: message("removed a gateway"),
    Event.RULES_CHANGED: message("changed how often people are asked, and when"),
    Event.SUBSCRIBED: message("subscribed to results"),
    Event.SUBSCRIPTION_CHANGED: message("changed a subscription to results"),
    Event.SUBSCRIPTION_ENDED: message("ended a subscription to results"),
    Event.TARGET_SET: message("set a target"),
    Event.TARGET_CHANGED: message("changed a target"),
    Event.TARGET_ENDED: message("ended a target"),
    Event.HAPPENING_NOTED: message("noted an event on trends"),
    Event.HAPPENING_CHANGED: message("changed an event on trends"),
    Event.HAPPENING_REMOVED: message("removed an event from trends"),
    Event.STEP_NOTED: message("noted a step against a problem"),
    Event.STEP_TAKEN: message("noted that a step against a problem was taken"),
    Event.STEP_DROPPED: message("dropped a step against a problem"),
    Event.MEASURES_TAKEN: message("took in a series of values from elsewhere"),
    Event.MEASURES_FORGOTTEN: message("removed a series of values from elsewhere"),
}
