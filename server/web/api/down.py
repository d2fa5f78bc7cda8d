"""What a phone should fetch, told beside the receipts, never in their way: evidence is committed before this runs."""

import logging

from server.planning.bundles import issue_bundles
from server.planning.manifest import manifest
from server.sync.manifest import tag
from server.web.context import office, unit_of_work

_logger = logging.getLogger(__name__)


def manifest_tag(device: str, held: str | None) -> str:
    """Issue what is due and name the manifest. When planning fails the phone is told to keep what it holds."""
    try:
        with unit_of_work() as work:
            issue_bundles(work, device)
        return tag(manifest(office(), device))
    except Exception:
        # Whatever is wrong with a plan, the phone must still get its receipts; the fault is in the log for the office.
        _logger.exception("the bundles of device %s could not be issued", device)
        return held or tag({"v": 1, "device": device, "bundles": []})
