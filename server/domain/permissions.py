"""Who may do what in the console. One table from permission to roles; what isn't in it nobody may do.

All roles of the field are known here, so that an account's role always means the same; the first release
gives accounts in the `ACTIVE` ones only. The system administrator (系统管理员) sees no content: no roster, no
assignment, no finding, no photograph. Rules that need two persons (经办与审批分离) are checked by act, where
the act is done."""

from collections.abc import Iterable
from enum import StrEnum


class RoleName(StrEnum):
    """The office's roles (角色)."""

    DIRECTOR = "director"  # 主任
    PLANNER = "planner"  # 计划员
    TEAM_LEADER = "team_leader"  # 组长
    INSPECTOR = "inspector"  # 暗访员
    GUEST_INSPECTOR = "guest_inspector"  # 社会监督员
    REVIEWER = "reviewer"  # 核实员
    UNIT_LIAISON = "unit_liaison"  # 单位联络员
    EDITOR = "editor"  # 媒体编辑: masked material only
    LEGAL_CHECKER = "legal_checker"  # 法核
    APPEALS_REVIEWER = "appeals_reviewer"  # 申诉复核员
    DISCIPLINE_RECEIVER = "discipline_receiver"  # 纪委接收
    ARCHIVIST = "archivist"  # 档案员
    AUDITOR = "auditor"  # 审计员
    ADMINISTRATOR = "administrator"  # 系统管理员: no content


ACTIVE = (RoleName.DIRECTOR, RoleName.REVIEWER, RoleName.EDITOR, RoleName.ADMINISTRATOR)
"""The roles an account can be given now."""

PUBLIC = "public"
"""For the few addresses open to everybody: the login page, the language switch, static files."""

SIGNED_IN = "signed_in"
"""For what every signed-in person may do: the home page, changing the own password, signing out."""

_R = RoleName
_TABLE: dict[str, frozenset[RoleName]] = {
    SIGNED_IN: frozenset(RoleName),
    # administration
    "accounts.see": frozenset({_R.ADMINISTRATOR, _R.DIRECTOR, _R.AUDITOR}),
    "accounts.manage": frozenset({_R.ADMINISTRATOR}),
    "devices.see": frozenset({_R.ADMINISTRATOR, _R.DIRECTOR, _R.PLANNER, _R.AUDITOR}),
    "devices.manage": frozenset({_R.ADMINISTRATOR, _R.DIRECTOR}),
    "ledger.see": frozenset({_R.ADMINISTRATOR, _R.DIRECTOR, _R.REVIEWER, _R.AUDITOR, _R.ARCHIVIST}),
    "entries.see": frozenset({_R.DIRECTOR, _R.AUDITOR}),
    # directory and planning
    "directory.see": frozenset({_R.DIRECTOR, _R.PLANNER, _R.REVIEWER}),
    "directory.manage": frozenset({_R.DIRECTOR, _R.PLANNER}),
    "campaigns.see": frozenset({_R.DIRECTOR, _R.PLANNER}),
    "campaigns.manage": frozenset({_R.DIRECTOR, _R.PLANNER}),
    # casework
    "findings.see": frozenset({_R.REVIEWER, _R.DIRECTOR, _R.LEGAL_CHECKER, _R.APPEALS_REVIEWER}),
    "findings.verify": frozenset({_R.REVIEWER}),
    "findings.confirm": frozenset({_R.REVIEWER, _R.DIRECTOR}),
    "photographs.original": frozenset({_R.REVIEWER, _R.DIRECTOR}),
    "statements.record": frozenset({_R.REVIEWER, _R.DIRECTOR}),
    "decisions.record": frozenset({_R.REVIEWER, _R.DIRECTOR}),
    # exposure: whoever draws the boxes must see the original, so it isn't the editor
    "redactions.see": frozenset({_R.REVIEWER, _R.DIRECTOR, _R.EDITOR, _R.LEGAL_CHECKER}),
    "redactions.make": frozenset({_R.REVIEWER}),
    "redactions.approve": frozenset({_R.REVIEWER, _R.DIRECTOR}),
    "checklists.sign": frozenset({_R.LEGAL_CHECKER, _R.DIRECTOR}),
    "publications.see": frozenset({_R.EDITOR, _R.DIRECTOR, _R.LEGAL_CHECKER, _R.AUDITOR}),
    "publications.request": frozenset({_R.EDITOR}),
    "publications.approve": frozenset({_R.DIRECTOR}),
    "publications.issue": frozenset({_R.EDITOR, _R.DIRECTOR}),
    "drafts.export": frozenset({_R.EDITOR, _R.REVIEWER, _R.DIRECTOR}),
}


def known(permission: str) -> bool:
    """Whether the table has a row for it; a view that declares an unknown permission must not start."""
    return permission == PUBLIC or permission in _TABLE


def may(roles: Iterable[str], permission: str) -> bool:
    """Whether one of the roles carries the permission. Unknown roles and unknown permissions carry
    nothing."""
    return not _TABLE.get(permission, frozenset()).isdisjoint(roles)


def permissions_of(role: str) -> frozenset[str]:
    """Every permission of one role, for the account page's explanation of what a role may do."""
    return frozenset(name for name, roles in _TABLE.items() if role in roles)
