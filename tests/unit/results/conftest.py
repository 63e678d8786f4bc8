from tests.unit.assessment.conftest import small, small_folder, story

__all__ = ["small", "small_folder", "story"]
