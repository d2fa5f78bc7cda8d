"""Team names (组别): a number typed becomes the name that people use, 3 → 第三组; another name stays as typed."""

_DIGITS = "零一二三四五六七八九"


def team_name(typed: str) -> str:
    """第三组 for ``3``; numbers from 1 to 99, anything else as it stands."""
    text = typed.strip()
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 100):
        return text
    tens, units = divmod(int(text), 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return f"第{head}{_DIGITS[units] if units else ''}组"
