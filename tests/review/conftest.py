from pathlib import Path

import pytest
from desk_study import made


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return made(tmp_path)
