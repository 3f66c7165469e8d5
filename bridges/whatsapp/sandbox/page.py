"""The emulator's page: a phone in plain HTML."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import quote

from bridges.whatsapp.sandbox.state import Sandbox

HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>A phone with WhatsApp (emulated)</title>
<style>
body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:1.5rem auto;padding:0 1rem}
h1{font-size:1.6rem;margin:0}p{margin:.3rem 0 1rem;color:#444}
form{display:flex;flex-wrap:wrap;gap:.5rem;align-items:end;margin:1rem 0}
label{flex:1 1 14rem;font-weight:600}
input{display:block;width:100%;box-sizing:border-box;font:inherit;padding:.5rem;margin-top:.2rem;
border:1px solid #565c65;border-radius:.3rem}
button{font:inherit;font-weight:600;padding:.55rem 1rem;border:0;border-radius:.3rem;
background:#0b6e4f;color:#fff}button:disabled,input:disabled{opacity:.5}
nav a{display:inline-block;margin:.15rem .5rem .15rem 0;color:#005ea2}
ol{padding:0;margin:0}li{list-style:none;margin:.4rem 0;padding:.4rem .7rem;border-radius:.7rem;
max-width:80%;width:fit-content}
.theirs{background:#eee}.mine{background:#cfe9cf;margin-left:auto}
small{color:#444}iframe{width:100%;height:22rem;border:1px solid #a9aeb1;border-radius:.5rem}
</style>"""
MOST_SHOWN = 8
"""Numbers that stand on the page to be chosen; the field offers all."""


def phone(sandbox: Sandbox, number: str) -> str:
    """Choose a number, write as it, and see the conversation."""
    number = number.removeprefix("+")
    known = dict(sandbox.suggested()) | {c.phone: c.name for c in sandbox.contacts.values()}
    known.update(sandbox.suggested())
    options = "".join(
        f'<option value="+{escape(key)}">{escape(name)}</option>' for key, name in known.items()
    )
    links = "".join(
        f'<a href="/sandbox?phone={quote(key)}">{escape(name or key)}</a>'
        for key, name in list(known.items())[:MOST_SHOWN]
    )
    chosen = f"+{escape(number)}" if number else ""
    chat_of = f'<iframe title="Conversation" src="/sandbox/chat?phone={quote(number)}"></iframe>'
    return f"""{HEAD}</head><body><h1>A phone</h1>
<p>Write to the district as a family would with WhatsApp. Nothing leaves this computer.</p>
<nav aria-label="Guardians of the demo">{links}</nav>
<form method="get" action="/sandbox"><label>Whose number
<input name="phone" list="known" value="{chosen}" placeholder="+12025550143"></label>
<datalist id="known">{options}</datalist> <button>Take this phone</button></form>
{chat_of if number else ""}
<form method="post" action="/sandbox/say"><input type="hidden" name="phone" value="{chosen}">
<label>Message <input name="text" autofocus {"" if number else "disabled"}></label>
<button {"" if number else "disabled"}>Send</button></form></body></html>"""


def chat(sandbox: Sandbox, number: str) -> str:
    """One number's conversation, which renews itself."""
    number = number.removeprefix("+")
    mine = [
        (said["at"], "mine", _words(said["message"]))
        for said in sandbox.said
        if said["phone"] == number
    ]
    theirs = [
        (sent["at"], "theirs", sent["text"] or f"[{sent['type']}]")
        for sent in sandbox.log
        if sent["to"] == number and "failed" not in sent
    ]
    items = "".join(
        f'<li class="{side}">{escape(text)} <small>{_clock(at)}</small></li>'
        for at, side, text in sorted(mine + theirs)
    )
    return (
        f'{HEAD}<meta http-equiv="refresh" content="2"></head><body><ol>{items}</ol></body></html>'
    )


def _words(message: dict[str, Any]) -> str:
    return str(message.get("text", {}).get("body") or f"[{message.get('type')}]")


def _clock(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%H:%M")
