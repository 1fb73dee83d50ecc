"""A desk in a folder, one of whose units has a system that speaks Open311; see `georeport_server`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.outbox import Posted
from aduan_cli.testing import RULES
from desk_here import HereDesk, desk_here
from georeport_server import CITY, KEY, GeoReportServer

SERVICES = '[notifiers.kota.services]\n"006" = "sampah"\n'
FIRST = 293944
"""The number that the server gives first."""


def notifier(name: str, url: str) -> str:
    """Return what `rules.toml` says of one that posts to an endpoint."""
    table = f'[notifiers.{name}]\ntype = "open311"\nurl = "{url}"\njurisdiction = "{CITY}"\n'
    return f'{table}api_key_file = "kunci"\n'


def rules_of(url: str, more: str = "", services: str = SERVICES) -> str:
    """Return rules by which one unit is told over an endpoint of Open311."""
    told = RULES.replace('name = "Dinas Lingkungan Hidup"', 'name = "Dinas Lingkungan Hidup"\ntell = "kota"')
    return f"{told}{notifier('kota', url)}{more}{services}"


def desk_of(
    folder: Path, server: GeoReportServer, more: str = "", services: str = SERVICES, plugins: Any = None
) -> HereDesk:
    """Return a desk with an endpoint, whose key lies in a file."""
    desk = desk_here(folder, rules_of(server.url, more, services), plugins)
    (Path(desk.folder) / "kunci").write_text(f"{KEY}\n")
    return desk


def taken(desk: HereDesk, text: str = "sampah menumpuk di Margahayu", **given: Any) -> tuple[Complaint, Posted]:
    """Take a call; return it with its message that waits."""
    complaint = desk.log(text, **given)
    (posted,) = desk.store.outbox.posted((), complaint)
    return complaint, posted
