"""The directories of configuration, cache and store on this machine.

Each can be changed by an environment variable.
"""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

APPLICATION = "twenty-hooks"
STORE_VARIABLE = "TWENTY_HOOKS_STORE"
CONFIG_DIRECTORY_VARIABLE = "TWENTY_HOOKS_CONFIG_DIR"
CACHE_DIRECTORY_VARIABLE = "TWENTY_HOOKS_CACHE_DIR"


def config_directory() -> Path:
    """Return the directory of `secrets.json` and `config.toml`."""
    chosen = os.environ.get(CONFIG_DIRECTORY_VARIABLE)
    if chosen:
        return Path(chosen)
    return Path(platformdirs.user_config_dir(APPLICATION, appauthor=False))


def cache_directory() -> Path:
    """Return the directory of files that can be made again: ids for completion."""
    chosen = os.environ.get(CACHE_DIRECTORY_VARIABLE)
    if chosen:
        return Path(chosen)
    return Path(platformdirs.user_cache_dir(APPLICATION, appauthor=False))


def store_file() -> Path:
    """Return the file of the default delivery store."""
    chosen = os.environ.get(STORE_VARIABLE)
    if chosen:
        return Path(chosen)
    directory = platformdirs.user_data_dir(APPLICATION, appauthor=False)
    return Path(directory) / "deliveries.db"
