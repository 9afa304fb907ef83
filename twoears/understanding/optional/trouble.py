"""What can go wrong with optional readers.

    OptionalError       a mistake that the owner can put right
    ├── NotBrought    there is none of that name
    ├── NameTaken       a reader has that name
    ├── BadWords        a name, a question, a label or a number that cannot be
    ├── NotAgreed       the words that were agreed to are not those of what is asked
    ├── NotSwitchedOn   nothing may be sent yet
    └── CannotAsk       it was asked, or loaded, and nothing usable came of it; `fix` says what to do
        ├── NotInstalled, BadFolder                                          of a folder
        ├── NotThere, IsPrivate, IsPublic, Moved                             of an address
        ├── KeyRefused, NoSuchModel, NotUnderstood, AsksToWait, InTrouble    of who answers there
        └── BadAnswer                                                        of an answer: cut, endless, no JSON
    MayNotBring        only owners choose who reads

Each that may happen at any time has a `fix`, and is shown with it.
"""

from typing import ClassVar


class OptionalError(Exception):
    """A mistake that the owner can put right."""


class NotBrought(OptionalError):
    """There is none of that name."""


class NameTaken(OptionalError):
    """A reader has that name."""


class BadWords(OptionalError):
    """A name, a question, a label or a number that cannot be."""


class NotAgreed(OptionalError):
    """The words that were agreed to are not those of what is asked."""


class NotSwitchedOn(OptionalError):
    """Nothing may be sent yet."""


class MayNotBring(Exception):
    """Only owners choose who reads."""


class CannotAsk(OptionalError):
    """It was asked, or loaded, and nothing usable came of it."""

    fix: ClassVar[str] = "It is tried again later."

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what

    def __str__(self) -> str:
        """What went wrong, and what to do.

        >>> str(KeyRefused("llm.example refuses the key."))
        'llm.example refuses the key. Give another key, or ask whoever runs it.'
        """
        return f"{self.what} {self.fix}"


class NotInstalled(CannotAsk):
    """The libraries that read such folders are not here."""

    fix = "Install them: pip install 'twoears[local]', or from the source: pip install -e '.[local]'."


class BadFolder(CannotAsk):
    """The folder does not hold what it should."""

    fix = "Export the model anew, for instance: optimum-cli export onnx --model NAME FOLDER."


class NotThere(CannotAsk):
    """Nobody answers at that address."""

    fix = "See whether it runs, and whether the address is right. It is tried again later."


class IsPrivate(CannotAsk):
    """The address is on this machine or in a private network, and nobody has said so."""

    fix = "If it is yours, add it again and say that it is near (--near)."


class IsPublic(CannotAsk):
    """It was called near, and its address is one of the open internet."""

    fix = "Nothing was sent. Add it again without that, and with https://, if words may go there."


class Moved(CannotAsk):
    """It sends us to another address, where we do not go."""

    fix = "Posts are sent only to the address that you named. Add the address where it ends."


class KeyRefused(CannotAsk):
    """It does not let us in."""

    fix = "Give another key, or ask whoever runs it."


class NoSuchModel(CannotAsk):
    """It knows no such model, or nothing is at that address."""

    fix = "See how the model is called there (ollama list), and whether the address ends as it should: most end in /v1."


class NotUnderstood(CannotAsk):
    """It refuses the question."""

    fix = "See whether the model can chat, and how long texts may be there."


class AsksToWait(CannotAsk):
    """It asks us to come back after `seconds`."""

    fix = "It is asked again then. Fewer posts a day help."

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class InTrouble(CannotAsk):
    """It says that it is in trouble itself."""

    fix = "See what it writes into its log. It is tried again later."


class BadAnswer(CannotAsk):
    """The answer is cut, endless, or not what was asked for."""

    fix = "The posts are set aside. Another model may keep to the form; then try them again."
