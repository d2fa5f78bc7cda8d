"""One frozen object holds every setting; it is read from the environment once, at the edge, and passed down."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Settings:
    """Where things lie and how large they may be. Sizes in bytes, durations in seconds."""

    data: Path
    config: Path
    client: Path
    database_url: str
    keyring_url: str
    port: int = 8000
    public_url: str = "http://localhost:8000"
    demonstration: bool = False
    secure_cookies: bool = False
    upload_limit: int = 64 * 1024 * 1024
    chunk_limit: int = 8 * 1024 * 1024

    @property
    def blobs(self) -> Path:
        return self.data / "blobs"

    @property
    def keys(self) -> Path:
        return self.data / "keys"

    @property
    def trust(self) -> Path:
        return self.data / "trust"


def _config_folder() -> Path:
    packaged = _HERE / "_config"
    return packaged if packaged.is_dir() else _HERE.parent / "config"


def from_environment(env: Mapping[str, str] | None = None) -> Settings:
    """Read `MINGCHA_*` and `PORT`. The default is SQLite and a folder of blobs under `./var`, nothing to install."""
    env = os.environ if env is None else env
    data = Path(env.get("MINGCHA_DATA", "./var")).resolve()
    port = int(env.get("PORT", "8000"))
    database = env.get("MINGCHA_DATABASE_URL", f"sqlite:///{data / 'mingcha.sqlite'}")
    keyring_default = f"sqlite:///{data / 'keyring.sqlite'}" if database.startswith("sqlite") else database
    return Settings(
        data=data,
        config=Path(env.get("MINGCHA_CONFIG", str(_config_folder()))),
        client=Path(env.get("MINGCHA_CLIENT", str(_HERE.parent / "client_pwa" / "dist"))),
        database_url=database,
        keyring_url=env.get("MINGCHA_KEYRING_URL", keyring_default),
        port=port,
        public_url=env.get("MINGCHA_PUBLIC_URL", f"http://localhost:{port}"),
        demonstration=env.get("MINGCHA_DEMO", "") == "1",
        secure_cookies=env.get("MINGCHA_SECURE", "") == "1",
    )
