"""Voices: votes that a member brings, and the range of opinions in them; subjects whose posts tell of it."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from twoears.conversations.voices.pages.showing import SubjectShown
from twoears.conversations.voices.pages.subjects import subjects
from twoears.lib.counts import counted
from twoears.queries.pages.lists import queries
from twoears.sources.uploads import keeping
from twoears.sources.uploads.actions import keep_upload
from twoears.understanding.needs.pages import codes
from twoears.understanding.voices.hearing import Voices
from twoears.understanding.voices.hearing import voices as heard_in
from twoears.understanding.voices.reading import looks_like_votes, read_votes
from twoears.understanding.voices.votes import VotesError
from twoears.web.doors import deciders_only, member_of, members_only, onward, show, wants_json

_ENDINGS = (".csv", ".tsv", ".txt")
_HEAD = 65_536
_MOST = 200_000  # votes; of more a page would keep its reader waiting, and the command line does not
_MOST_BYTES = 50 * 1024**2
_FILES = 2  # votes, and the words of the statements
_LISTED = 20
_KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A file of votes that lies here."""

    key: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicesPage:
    """The files of votes that lie here; and what the chosen one tells, or why it tells nothing."""

    files: tuple[Brought, ...]
    chosen: str
    heard: Voices | None
    problem: str
    subjects: tuple[SubjectShown, ...] = ()


@members_only
def voices(request: HttpRequest) -> HttpResponse:
    """What the votes of a file tell."""
    chosen = request.GET.get("of", "")
    heard, problem = None, ""
    if chosen:
        try:
            heard = _heard(keeping.one_kept(_folder(), chosen))
        except FileNotFoundError as error:
            raise Http404(str(error)) from error
        except VotesError as error:
            problem = str(error)
    page = VoicesPage(
        files=_files(), chosen=chosen.rpartition("/")[2], heard=heard, problem=problem,
        subjects=() if chosen else subjects(),
    )  # fmt: skip
    title = heard.sentence.rstrip(".") if heard else gettext("What do they all think, and who thinks otherwise?")
    json = f"{reverse('voices')}.json?{urlencode({'of': chosen})}" if chosen else "/voices.json"
    said = {"title": title, "json": json, "basis": _basis(heard) if heard else ""}
    status = 422 if problem and wants_json(request) else 200
    if chosen:
        return show(request, "pages/voices.html", page, said=said, status=status)
    of = {"queries": queries(), "codes": codes(), "removed": subjects(removed=True)}
    return show(request, "pages/voices.html", page, said=said, status=status, **of)


@deciders_only
def hear(request: HttpRequest) -> HttpResponse:
    """Keep the files that were chosen, and show what they tell."""
    files = [file for file in request.FILES.getlist("file") if isinstance(file, UploadedFile)][:_FILES]
    if not files:
        return onward(request, gettext("Choose a file of votes."), reverse("voices"))
    if any((file.size or 0) > _MOST_BYTES for file in files):
        words = gettext("That is more than 50 MB. Use `twoears voices FILE` on the machine instead.")
        return onward(request, words, reverse("voices"))
    within = token_hex(16)
    kept = [
        keep_upload(member=member_of(request), name=(file.name or "votes.csv").rpartition("/")[2], chunks=file.chunks(),
                    within=within)
        for file in files
    ]  # fmt: skip
    votes = next((path for path in kept if _is_votes(path)), None)
    if votes is None:
        for path in kept:
            path.unlink()
        raise VotesError(gettext("These are no votes. Bring a table with the columns participant, statement and vote."))
    return HttpResponseRedirect(f"{reverse('voices')}?{urlencode({'of': f'{within}/{votes.name}'})}")


def _heard(path: Path) -> Voices:
    """What a file tells; kept for a day, as it takes seconds and the file does not change."""
    if path.stat().st_size > _MOST_BYTES:
        raise VotesError("That file is larger than 50 MB. Use `twoears voices FILE` on the machine instead.")
    key = f"voices-{sha256(f'{path} {path.stat().st_mtime_ns}'.encode()).hexdigest()}"
    kept = cache.get(key)
    if isinstance(kept, Voices):
        return kept
    votes = read_votes(path)
    if len(votes) > _MOST:
        raise VotesError(
            f"These are {len(votes):,} votes; a page takes {_MOST:,}. Use `twoears voices FILE` on the machine instead."
        )
    heard = heard_in(votes)
    cache.set(key, heard, _KEPT_SECONDS)
    return heard


def _basis(heard: Voices) -> str:
    """How many voted on how much, and what was left out."""
    told = (
        f"{counted(heard.votes, 'vote')} of {counted(heard.people, 'person', 'people')} "
        f"on {counted(heard.statements, 'statement')}."
    )
    if heard.repeated:
        told += f" {counted(heard.repeated, 'vote')} came again for the same statement; the last one counts."
    if heard.left_out:
        told += f" {counted(heard.left_out, 'vote')} could not be read. {heard.first_left_out}"
    return told


def _files() -> tuple[Brought, ...]:
    root = _folder()
    found = [path for path in keeping.kept(root, _ENDINGS) if _is_votes(root / path)]
    return tuple(Brought(key=path.as_posix(), name=path.name) for path in found[:_LISTED])


def _is_votes(path: Path) -> bool:
    with path.open("rb") as file:
        return looks_like_votes(file.read(_HEAD))


def _folder() -> Path:
    return Path(settings.DATA) / "uploads"
