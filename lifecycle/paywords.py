"""Why money did not arrive, in the words of both sides; and what helps."""

from lifecycle.words import Text, _

WHY: dict[str, Text] = {
    "invalid_email": _("Letters can not go to this address."),
    "invalid_domain": _("The part of the address after the @ does not exist."),
    "mailbox_unavailable": _("The mailbox does not take letters at the moment."),
    "domain_block": _("The mail service of the address does not let the payment in."),
    "email_delivery_failed": _("The letter with the payment could not be delivered."),
    "smtp_delivery_failed": _("The letter with the payment could not be delivered."),
    "sms_delivery_failed": _("The message with the payment could not be delivered."),
    "spam_report": _("The letter with the payment was marked as spam."),
    "apple_private_relay": _("Apple's hidden addresses do not take the payment."),
    "no_address": _("There is no address to send it to."),
    "limit": _("The payment provider does not pay this much to one person."),
    "try_later": _("The payment provider could not pay just now."),
    "provider_settings": _("The account with the payment provider is not ready."),
    "no_funds": _("The account with the payment provider does not hold enough."),
    "order_refused": _("The payment provider did not take the order."),
    "order_failed": _("The payment provider could not carry it out."),
    "canceled": _("It was canceled at the payment provider."),
}
# Another address helps.
ADDRESS = frozenset({
    "invalid_email", "invalid_domain", "mailbox_unavailable", "domain_block", "email_delivery_failed",
    "smtp_delivery_failed", "sms_delivery_failed", "spam_report", "apple_private_relay", "no_address",
})  # fmt: skip
# The same provider would say so again; another way of sending helps.
WAY = frozenset({"limit"})
# The team's own account has to be put right.
ACCOUNT = frozenset({"provider_settings", "no_funds"})


def why(failure: str) -> Text | str:
    """Why it failed: in our words where it is a provider's reason, else as somebody typed it."""
    return WHY.get(failure, failure)
