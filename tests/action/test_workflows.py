"""The project's own workflows: what they may do, and that what they run is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
import yaml
from support.checkout import ROOT

FOLDER = ROOT / ".github" / "workflows"
TEXTS = {file.stem: file.read_text(encoding="utf-8") for file in sorted(FOLDER.iterdir())}
WORKFLOWS: dict[str, Any] = {name: yaml.safe_load(text) for name, text in TEXTS.items()}


class Job(NamedTuple):
    workflow: str
    name: str
    content: dict[str, Any]

    @property
    def steps(self) -> list[dict[str, Any]]:
        return self.content["steps"]

    @property
    def rights(self) -> set[str]:
        return {right for right, how in self.content["permissions"].items() if how == "write"}

    def using(self, action: str) -> list[dict[str, Any]]:
        """Return what each use of an action is given."""
        return [
            step.get("with", {})
            for step in self.steps
            if step.get("uses", "").partition("@")[0] == action
        ]


JOBS = [
    Job(name, key, content)
    for name, workflow in WORKFLOWS.items()
    for key, content in workflow["jobs"].items()
]
EACH_JOB = pytest.mark.parametrize("job", JOBS, ids=lambda job: f"{job.workflow}-{job.name}")
EACH_WORKFLOW = pytest.mark.parametrize("name", sorted(WORKFLOWS))


def jobs(workflow: str) -> dict[str, Job]:
    return {job.name: job for job in JOBS if job.workflow == workflow}


def scripts() -> Iterator[str]:
    for job in JOBS:
        yield from (step["run"] for step in job.steps if "run" in step)


def before(workflow: str, name: str) -> set[str]:
    """Return the jobs that have to have passed before a job starts."""
    needs = jobs(workflow)[name].content.get("needs", [])
    direct = {needs} if isinstance(needs, str) else set(needs)
    return direct.union(*(before(workflow, one) for one in direct))


@EACH_WORKFLOW
def test_every_action_is_pinned_with_its_version_beside_it_or_stands_here(name: str) -> None:
    lines = [line.strip() for line in TEXTS[name].splitlines() if "uses:" in line]
    pinned = r"- uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+"
    local = r"- uses: \./( # .*)?"
    assert lines
    assert [line for line in lines if not re.fullmatch(f"{pinned}|{local}", line)] == []


@EACH_WORKFLOW
def test_nothing_is_permitted_but_what_a_job_asks_for(name: str) -> None:
    assert WORKFLOWS[name]["permissions"] == {}
    assert WORKFLOWS[name]["concurrency"]["group"]


@EACH_JOB
def test_a_job_ends_and_says_what_it_may_do(job: Job) -> None:
    assert 0 < job.content["timeout-minutes"] <= 60
    assert job.content["permissions"]


@EACH_JOB
def test_a_checkout_keeps_no_credentials(job: Job) -> None:
    for given in job.using("actions/checkout"):
        assert given["persist-credentials"] is False


@EACH_JOB
def test_nothing_is_written_into_a_script(job: Job) -> None:
    assert [step["run"] for step in job.steps if "${{" in step.get("run", "")] == []


def test_rights_to_write_are_few_and_known() -> None:
    assert {(job.workflow, job.name): job.rights for job in JOBS if job.rights} == {
        ("ci", "action"): {"security-events"},
        ("release", "attest"): {"id-token", "attestations"},
        ("release", "publish"): {"id-token"},
        ("release", "release"): {"contents"},
    }


@pytest.mark.parametrize("name", ["attest", "publish", "release"])
def test_no_code_of_the_repository_runs_where_a_release_is_signed_or_published(name: str) -> None:
    job = jobs("release")[name]
    assert job.using("actions/checkout") == []
    assert not [step for step in job.steps if step.get("uses", "").startswith("./")]
    assert not [step for step in job.steps if re.search(r"\b(make|python|pip)\b", str(step))]


def test_what_was_tested_is_what_is_published() -> None:
    for workflow in ("ci", "release"):
        builders = [
            job.name
            for job in jobs(workflow).values()
            if any("make dist" in step.get("run", "") for step in job.steps)
        ]
        assert builders == ["build"], workflow
    tested = {"build", "test", "parity", "attribution", "preset", "attest"}
    assert before("release", "publish") == tested
    assert before("release", "release") == before("release", "publish") | {"publish"}
    for name in ("test", "attest", "publish", "release"):
        taken = jobs("release")[name].using("actions/download-artifact")
        assert {"name": "dist", "path": "dist"} in taken


@EACH_WORKFLOW
def test_what_is_downloaded_was_uploaded_before(name: str) -> None:
    uploads = {"attribution": "attribution"}  # by the Action, on a tag
    for job in jobs(name).values():
        for given in job.using("actions/upload-artifact"):
            uploads[given["name"]] = job.name
    for job in jobs(name).values():
        for given in job.using("actions/download-artifact"):
            assert uploads[given["name"]] in before(name, job.name)


def test_the_notes_of_a_release_come_from_the_changelog_of_its_build() -> None:
    release = jobs("release")
    (build,) = [step["run"] for step in release["build"].steps if "changelog" in str(step)]
    assert 'python docs/changelog.py "${TAG#v}" > notes/notes.md' in build
    assert {"name": "notes", "path": "notes"} in release["release"].using(
        "actions/download-artifact"
    )
    (make,) = [step["run"] for step in release["release"].steps if "run" in step]
    assert "--notes-file notes/notes.md" in make


def test_the_origin_index_of_a_release_is_made_by_its_wheel_attested_and_attached() -> None:
    release = jobs("release")
    (build,) = [step["run"] for step in release["preset"].steps if "run" in step]
    assert "pip install --quiet --no-deps dist/*.whl" in build
    assert "attribcheck origins add --preset ai-models" in build
    (attested,) = release["attest"].using("actions/attest-build-provenance")
    assert "index/*" in attested["subject-path"]
    (make,) = [step["run"] for step in release["release"].steps if "run" in step]
    assert make.rstrip().endswith("index/*")


def test_parity_is_measured_weekly_on_a_sample_and_whole_before_a_release() -> None:
    assert "schedule" in WORKFLOWS["weekly"][True]
    (weekly,) = [step["run"] for step in jobs("weekly")["parity"].steps if "run" in step]
    assert weekly.startswith("make parity-sample ")
    (whole,) = [step["run"] for step in jobs("release")["parity"].steps if "run" in step]
    assert whole.startswith("make parity ")


def test_a_release_is_made_by_a_tag_alone_and_takes_nothing_from_other_runs() -> None:
    release = WORKFLOWS["release"]
    assert list(release[True]) == ["push"]  # YAML reads the key `on` as a truth value
    assert list(release[True]["push"]) == ["tags"]
    assert "actions/cache" not in TEXTS["release"]
    for job in jobs("release").values():
        assert not [given for given in job.using("actions/setup-python") if "cache" in given]
        assert [given["cache"] for given in job.using("./")] in ([], ["false"])


def test_ci_covers_every_python_and_system_that_is_promised() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    pythons = re.findall(r'"Programming Language :: Python :: (3\.\d+)"', text)
    ci = jobs("ci")
    systems = ["ubuntu-latest", "macos-latest", "windows-latest"]
    assert ci["wheel"].content["strategy"]["matrix"] == {"os": systems, "python": pythons}
    assert ci["tests"].content["strategy"]["matrix"]["python"] == pythons
    assert ci["action"].content["strategy"]["matrix"]["os"] == systems


def test_ci_makes_what_make_test_makes() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    parts = re.search(r"^test: (.*)$", text, re.MULTILINE)
    assert parts is not None
    assert parts[1].split() == ["lint", "unit", "engine", "package"]
    ran = "\n".join(scripts())
    assert "make lint" in ran
    assert "make unit engine" in ran
    assert "make site" in ran
    assert "python tests/package.py dist/*.whl" in ran


def test_what_the_workflows_run_is_there() -> None:
    rules = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    text = "\n".join(scripts())
    assert set(re.findall(r"\bmake ([a-z-]+)", text)) <= rules
    for file in re.findall(r"python (\S+\.py)", text):
        assert (ROOT / file).is_file()
