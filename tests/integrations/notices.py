"""Notifications that a letter came back, in the forms of the mail servers that send most of them. The Message-ID, the
addresses and what was said are filled in."""

POSTFIX = """\
Return-Path: <>
Received: by mail.halden.example (Postfix) id 4F0C21; Mon, 23 Nov 2026 09:02:11 +0000 (UTC)
Date: Mon, 23 Nov 2026 09:02:11 +0000 (UTC)
From: MAILER-DAEMON@mail.halden.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: post@parlor.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="4F0C21.1795424531/mail.halden.example"
Message-Id: <20261123090211.4F0C21@mail.halden.example>

This is a MIME-encapsulated message.

--4F0C21.1795424531/mail.halden.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mail.halden.example.

I'm sorry to have to inform you that your message could not be delivered.

<{address}>: {said}

--4F0C21.1795424531/mail.halden.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.halden.example
X-Postfix-Queue-ID: 4F0C21
X-Postfix-Sender: rfc822; post@parlor.example
Arrival-Date: Mon, 23 Nov 2026 09:02:10 +0000 (UTC)

Final-Recipient: rfc822; {address}
Original-Recipient: rfc822;{first}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.mail.example
Diagnostic-Code: smtp; {said}

--4F0C21.1795424531/mail.halden.example
Content-Description: Undelivered Message
Content-Type: message/rfc822

Return-Path: <post@parlor.example>
From: Halden Ferries via Parlor <post@parlor.example>
To: {first}
Subject: It is booked
Message-ID: {message_id}

Hello.

--4F0C21.1795424531/mail.halden.example--
"""

EXCHANGE = """\
From: <postmaster@outlook.example>
To: <post@parlor.example>
Date: Mon, 23 Nov 2026 09:02:13 +0000
Content-Type: multipart/report; report-type=delivery-status;
	boundary="5c2f6f4e-1a55-4d1c-9f4e-5f6b4a1d2c3b"
X-MS-Exchange-Message-Is-Ndr:
Content-Language: en-GB
Message-ID: <f00d@AM0PR0000.eurprd00.prod.outlook.example>
Subject: Undeliverable: It is booked
Auto-Submitted: auto-replied
MIME-Version: 1.0

--5c2f6f4e-1a55-4d1c-9f4e-5f6b4a1d2c3b
Content-Type: multipart/alternative; boundary="inner"

--inner
Content-Type: text/plain; charset="us-ascii"
Content-Transfer-Encoding: quoted-printable

[http://products.office.example/logo.png]
Your message to {address} couldn't be delivered.=20

--inner
Content-Type: text/html; charset="us-ascii"

<html><body>Your message to {address} couldn't be delivered.</body></html>

--inner--

--5c2f6f4e-1a55-4d1c-9f4e-5f6b4a1d2c3b
Content-Type: message/delivery-status

Reporting-MTA: dns;AM0PR0000.eurprd00.prod.outlook.example
Received-From-MTA: dns;mail.halden.example
Arrival-Date: Mon, 23 Nov 2026 09:02:12 +0000

Original-Recipient: rfc822;{first}
Final-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp;{said}
X-Display-Name: Cleo

--5c2f6f4e-1a55-4d1c-9f4e-5f6b4a1d2c3b
Content-Type: text/rfc822-headers

From: Halden Ferries via Parlor <post@parlor.example>
To: {first}
Message-ID: {message_id}
Subject: It is booked

--5c2f6f4e-1a55-4d1c-9f4e-5f6b4a1d2c3b--
"""

GMAIL = """\
Received: by 2002:a05:6000:0:b0:1:2:3 with SMTP id x1;
        Mon, 23 Nov 2026 01:02:14 -0800 (PST)
Content-Type: multipart/report; boundary="000000000000a1b2c3"; report-type=delivery-status
To: post@parlor.example
Auto-Submitted: auto-replied
From: Mail Delivery Subsystem <mailer-daemon@googlemail.example>
References: {message_id}
In-Reply-To: {message_id}
Subject: Delivery Status Notification (Failure)
Message-ID: <6a1.0@mx.google.example>
Date: Mon, 23 Nov 2026 01:02:14 -0800 (PST)

--000000000000a1b2c3
Content-Type: multipart/related; boundary="000000000000a1b2c4"

--000000000000a1b2c4
Content-Type: multipart/alternative; boundary="000000000000a1b2c5"

--000000000000a1b2c5
Content-Type: text/plain; charset="UTF-8"

** Address not found **

Your message wasn't delivered to {address}.

--000000000000a1b2c5--
--000000000000a1b2c4
Content-Type: image/png; name="icon.png"
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--000000000000a1b2c4--
--000000000000a1b2c3
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.example
Arrival-Date: Mon, 23 Nov 2026 01:02:13 -0800 (PST)
X-Original-Message-ID: {message_id}

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Remote-MTA: dns; gmail-smtp-in.l.google.example. (2001:db8::1a, the server for the domain mail.example.)
Diagnostic-Code: smtp; {said}
Last-Attempt-Date: Mon, 23 Nov 2026 01:02:14 -0800 (PST)

--000000000000a1b2c3
Content-Type: message/rfc822

Received: from mail.halden.example by mx.google.example;
        Mon, 23 Nov 2026 01:02:13 -0800 (PST)
From: Halden Ferries via Parlor <post@parlor.example>
To: {first}
Subject: It is booked
Message-ID: {message_id}
Content-Type: text/plain

Hello.

--000000000000a1b2c3--
"""

SERVERS = {"postfix": POSTFIX, "exchange": EXCHANGE, "gmail": GMAIL}
SAID = {
    "postfix": "550 5.1.1 <{address}>: Recipient address rejected: User unknown in virtual mailbox table",
    "exchange": "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
    "gmail": "550-5.1.1 The email account that you tried to reach does not exist. Please try\n"
    " 550-5.1.1 double-checking the recipient's email address for typos. 550 5.1.1 NoSuchUser",
}


def notice(
    server: str, message_id: str, address: str, action: str = "failed", status: str = "5.1.1", first: str = "",
    said: str | None = None,
) -> bytes:  # fmt: skip
    """One notification of this server about a letter that was sent to `first` and ended at `address`."""
    words = SAID[server] if said is None else said
    filled = SERVERS[server].format(
        message_id=message_id, address=address, first=first or address, action=action, status=status,
        said=words.format(address=address),
    )  # fmt: skip
    return filled.replace("\n", "\r\n").encode()
