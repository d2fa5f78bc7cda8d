"""The `mingcha` command: composes the subcommands, each in its own module under `commands`."""


def main() -> int:
    return 0
