"""What is said after a form was sent."""

from __future__ import annotations

from collections.abc import Mapping

from admin_portal.language import mark

DONE: Mapping[str, str] = {
    "image_sealed": mark("The image is sealed. Nobody sees it any more. Now report it."),
    "image_noted": mark("It is written down."),
    "image_lifted": mark("The image is unsealed."),
    "signed_out": mark("You are signed out."),
    "tool_added": mark("The app is on the register. It is not used until somebody approves it."),
    "tool_approved": mark("The app is approved. Within 2 seconds messages may cross to it again."),
    "tool_suspended": mark("The app is suspended. From now on nothing crosses to it."),
    "consent_recorded": mark(
        "The consent is recorded. Messages that waited for it are delivered within 2 seconds."
    ),
    "consent_refused": mark("The refusal is recorded. From now on nothing crosses for it."),
    "order_recorded": mark("The order is recorded. Within 2 seconds it acts."),
    "order_ended": mark("The order is lifted. Within 2 seconds it acts no more."),
    "order_dated": mark("The order has its last day. After it, it acts no more."),
    "authority_ended": mark("The authority has its last day. After it, nothing rests on it."),
    "consent_revoked": mark("The consent is revoked. From now on nothing crosses for it."),
    "released": mark("The message is judged again now. If nothing stands against it, it goes on."),
    "not_released": mark("This message does not wait any more."),
    "alert_acknowledged": mark("You are taking care of it. Nobody else is told of this alert."),
    "alert_guardian_told": mark("It is recorded that you told the guardian."),
    "alert_closed": mark("The alert is closed. What you wrote stands in its history."),
    "oncall_added": mark("The adult is on call. It acts at once."),
    "oncall_removed": mark("The adult is not on call any more. It acts at once."),
    "oncall_sooner": mark("The adult is told earlier now."),
    "oncall_drill": mark(
        "The drill has begun: the first adult is told now, as if somebody were in danger."
    ),
    "oncall_changed": mark("Somebody changed this chain meanwhile. Look at it, and decide again."),
    "alert_changed": mark("Somebody has closed this alert meanwhile."),
    "review_asked": mark("Thank you. Somebody at your school looks at it."),
    "review_released": mark("The sender is told that the message may be sent again."),
    "review_upheld": mark("The sender is told why the message stays refused."),
    "copy_started": mark("The copy is being made."),
    "class_given": mark("The class is given. Within 2 seconds it acts."),
    "class_ended": mark("It has ended. Within 2 seconds the class is closed to the substitute."),
    "class_resumed": mark("The end is taken back. The class is the substitute's again."),
    "pool_added": mark("The adult is in the pool now."),
    "pool_deputy": mark("The deputy stands in on these days."),
    "pool_relieved": mark("The adult is not in the pool any more."),
    "trip_added": mark("The network is trusted on these days."),
    "trip_ended": mark("The network is trusted no longer. Within 2 seconds it acts."),
    "trip_restored": mark("The network is trusted again, until its last day."),
    "my_granted": mark("Thank you. Your yes is signed, and counts within 2 seconds."),
    "my_refused": mark(
        "Your no is written down, and nobody loses anything by it. Below it says whether the app "
        "is used."
    ),
    "my_revoked": mark(
        "You have taken it back. Below it says whether the app is still used: the yes of another "
        "parent or guardian counts, too, until one of you says no."
    ),
    "my_text_changed": mark("The text has changed meanwhile. Read it, and answer then."),
    "scope_counted": mark("Counted. What the request covers now is below."),
    "scope_rule_made": mark("The rule is made. What it changes is in the numbers below."),
    "scope_rule_ended": mark("The rule has ended. What it changed is undone."),
    "hold_placed": mark("The hold is placed. Nothing of it is destroyed until it is released."),
    "hold_released": mark("The hold is released. Nothing was deleted by this."),
    "plan_approved": mark("You have approved the plan."),
    "urgent_sent": mark("The notice is sent. Below stands whom it reached; call the others."),
    "urgent_reviewed": mark("It is recorded that you looked at the notice."),
    "acknowledged": mark("Thank you. It is recorded that you know the rules."),
    "request_step_done": mark("Noted, with the day."),
    "request_extended": mark("Noted: more time was taken. Now send the letter that says why."),
    "review_accepted": mark("All suggestions that need no closer look are taken."),
    "review_decided": mark("The decision is kept, with your name."),
    "review_approved": mark("The review is approved."),
    "copy_released": mark("The copy is released. It can be handed over now."),
    "link_revoked": mark("The link is taken back: it opens nothing any more."),
    "request_fact": mark("Noted, with your name and the day."),
    "disagreement": mark("The statement is kept. It goes along with what it contests."),
    "request_opened": mark("The request is open. Nothing it may need can be destroyed now."),
}
"""What was done, after a form was sent."""
