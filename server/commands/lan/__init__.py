"""`make run LAN=1`: the demonstration over HTTPS to real phones on the same network, with a local authority whose
certificate they install once. Off by default; it listens on one address only, never on all."""

from server.commands.lan.mode import Lan, announce, page_beside, prepare_lan

__all__ = ["Lan", "announce", "page_beside", "prepare_lan"]
