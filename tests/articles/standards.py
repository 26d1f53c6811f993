"""Other people's samples of text, where they lie beside the project."""

from pathlib import Path

import pytest

STANDARDS = Path(__file__).resolve().parents[2].parent / "shared" / "standards"
needs_standards = pytest.mark.skipif(not STANDARDS.is_dir(), reason="the shared standards are not here")
