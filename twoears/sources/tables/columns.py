"""Which column means what: by its name in the usual wordings and languages, checked against its values."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from twoears.lib.dates import NoDate, one_order, when
from twoears.lib.text import whole
from twoears.sources.reading import CannotRead

# field -> how it is called, the most telling first: where two columns fit, the earlier wording wins.
WORDINGS: Final[dict[str, str]] = {
    "id":
        "id|post id|tweet id|message id|comment id|status id|uri|guid|mention id|opportunity id|deal id|"
        "order id|order number|record id|ticket id|unit id|beitrags id|identifiant|identificador|nummer",
    "author":
        "author id|author|author handle|user screen name|user handle|author username|user username|author screen name|"
        "username|user name|screen name|screenname|handle|from user|user|"
        "user id|sender|from|account handle|twitter screen name|author url|profile url|verfasser|autor|"
        "absender|benutzername|benutzer|auteur|expediteur|utilisateur|remitente|usuario|autore|mittente|"
        "utente|avsandare|afzender",
    "name":
        "author name|full name|display name|sender name|from name|user display name|contact name|contact|"
        "customer name|customer|client|account|account name|company name|company|name|autorname|kunde|"
        "kundenname|firma|nom|client nom|nombre|cliente|nome|klant|kund|naam|namn",
    "mail":
        "email|e mail|email address|e mail address|author email|contact email|mail|e mail adresse|courriel|"
        "adresse e mail|correo|correo electronico|posta elettronica",
    "text":
        "text|full text|tweet text|message|content|body|post|comment|comment text|comment body|selftext|"
        "snippet|hit sentence|full message|post text|description|inhalt|beitrag|nachricht|kommentar|texte|"
        "contenu|commentaire|texto|mensaje|contenido|comentario|testo|messaggio|contenuto|commento|tekst|"
        "bericht|meddelande|inlagg|tweet",
    "published":
        "published|published at|created at|created utc|timestamp|date|datetime|date time|time|created|"
        "posted at|posted|sent at|published date|publish date|post date|created time|creation date|"
        "created date|comment create timestamp|datum|zeit|zeitpunkt|veroffentlicht|erstellt am|uhrzeit|"
        "date de publication|publie le|heure|fecha|publicado|data|data di pubblicazione|pubblicato|tijd|"
        "skapad",
    "reply":
        "in reply to|in reply to id|in reply to status id|reply to|parent id|parent comment id|parent|"
        "replied to|antwort auf|en reponse a|en respuesta a|in risposta a",
    "url": "permalink|post url|link to post|url|link|address|tweet url|message url|adresse|lien|enlace|indirizzo",
    "network":
        "network|platform|source|channel|site|media type|social network|netzwerk|plattform|quelle|reseau|"
        "plateforme|red|plataforma|rete|piattaforma|fuente",
    "title": "title|subject|headline|titel|betreff|titre|objet|titulo|asunto|titolo|oggetto",
    "language": "language|lang|language code|sprache|langue|idioma|lingua|taal|sprak",
    "mentions":
        "mentions|mentioned|recipient|recipients|to|to user|erwahnungen|empfanger|destinataire|destinatario|"
        "mentionnes",
    "place":
        "location|user location|author location|author place|place|profile location|standort|ort|lieu|localisation|"
        "ubicacion|lugar|posizione|luogo|localita|locatie|plaats|plats|ort anvandare",
    "followers":
        "followers count|followers|follower count|follower|user followers count|author followers count|"
        "author followers|user followers|number of followers|abonnes|nombre d abonnes|seguidores|volgers|foljare",
    "private": "private|is private|dm|direct message|privat|prive|privado|privato",
    "deal":
        "opportunity id|deal id|deal name|deal|opportunity|opportunity name|order id|order number|order|"
        "invoice|auftrag|auftragsnummer|bestellung|commande|pedido|ordine",
    "amount":
        "close value|amount|deal amount|deal value|order total|order value|total price|total|revenue|price|value|acv|"
        "betrag|umsatz|summe|auftragswert|montant|chiffre d affaires|importe|valor|importo|bedrag|belopp",
    "currency": "currency|currency code|wahrung|devise|moneda|valuta",
    "stage": "deal stage|stage|status|deal status|opportunity stage|phase|etape|etapa|fase",
    "won":
        "won date|won at|date won|close date|closing date|closed date|closed at|closed on|closed|order date|"
        "purchase date|"
        "gewonnen am|abschlussdatum|bestelldatum|date de cloture|date de commande|fecha de cierre|"
        "data di chiusura",
    "product": "product|product name|item|plan|produkt|produit|producto|prodotto",
}  # fmt: skip
SPOKEN: Final = {"in reply to": "reply", "author name": "name", "won date": "won", "e mail": "mail"}
CONSTANTS: Final = ("published", "network", "language", "private", "currency")
_WORD = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ORDER = re.compile(r":(dmy|mdy)\Z")  # only its end: a pattern that began with "anything" takes quadratic time
_HANDLE = re.compile(r"@?(?=.*[^\W\d])[\w.-]{1,40}")
_CODE = re.compile(r"t\d_\w+|#?\d+|https?://.*")


class NotSaid(CannotRead):
    """No column says what is needed: `fields`, by our names."""

    def __init__(self, message: str, fields: Sequence[str]) -> None:
        super().__init__(message)
        self.fields = tuple(fields)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands, what is the same for all rows, and whether dates put the day first.

    `own` leads from the numbers of a table's own to the posts that they stand for, where addresses name these.
    """

    at: Mapping[str, int]
    constants: Mapping[str, str]
    day_first: bool | None = None
    own: Mapping[str, str] | None = None

    def get(self, cells: Sequence[str], field: str) -> str:
        """The field of a row, empty where the table or the row has none."""
        at = self.at.get(field)
        if at is None:
            return self.constants.get(field, "")
        return cells[at].strip() if at < len(cells) else ""

    @property
    def is_deals(self) -> bool:
        """Whether the rows are deals or orders rather than things said."""
        who, what = self.at.keys() & {"name", "mail", "author"}, self.at.keys() & {"amount", "won"}
        return bool(who and what and "text" not in self.at and (self.at.keys() & {"won", "published"}))


def plain_name(name: str) -> str:
    """The name of a column without case, accents, punctuation and camel case.

    >>> plain_name("createdAt"), plain_name("Veröffentlicht_am"), plain_name("In-Reply-To")
    ('created at', 'veroffentlicht am', 'in reply to')
    """
    folded = unicodedata.normalize("NFKD", _CAMEL.sub(" ", name))
    return " ".join(_WORD.findall("".join(c for c in folded if not unicodedata.combining(c)).casefold()))


_RANKS: Final = {field: {word: rank for rank, word in enumerate(text.split("|"))} for field, text in WORDINGS.items()}


def known(names: Sequence[str]) -> int:
    """How many of these names are wordings that we know: 0 means that a line is no header."""
    words = {plain_name(_ORDER.sub("", name)) for name in names}
    return sum(any(word in ranks for ranks in _RANKS.values()) for word in words)


def matched(names: Sequence[str], samples: Sequence[Sequence[str]], asked: Mapping[str, str],
            every: Callable[[], Iterable[Sequence[str]]] = tuple) -> Columns:  # fmt: skip
    """The columns of a table, from what was asked, then from names, checked against some rows.

    `every` gives all rows, read only where the samples leave open whether dates put the day first.

    Raises `CannotRead` where what is needed is missing or cannot be told, with what was found.

    >>> matched(["Datum", "Verfasser", "Inhalt"], [["2026-03-01", "ann", "Hallo"]], {}).at["text"]
    2
    """
    return _whole(names, samples, *placed(names, samples, asked), every)


def placed(
    names: Sequence[str], samples: Sequence[Sequence[str]], asked: Mapping[str, str]
) -> tuple[dict[str, int], dict[str, str], str]:
    """Where each field stands, what is the same for all rows, and the order of dates that was said.

    >>> placed(["Datum", "Inhalt"], [["2026-03-01", "Hallo"]], {"x": "network"})
    ({'text': 1, 'published': 0}, {'network': 'x'}, '')
    """
    plain = [_ORDER.sub("", name) for name in names]
    at, constants, order = _asked(plain, asked)
    for name in names:
        if marked := _ORDER.search(name):
            order = marked[1]
    words = [plain_name(name) for name in plain]
    for field, ranks in _RANKS.items():
        if field in at or field in constants:
            continue
        fitting = sorted((ranks[word], i) for i, word in enumerate(words) if word in ranks and _free(i, field, at))
        if field == "author":
            fitting = _handles_first(fitting, samples)
        for _, i in fitting:
            if values_fit(field, [row[i] for row in samples if i < len(row) and row[i].strip()]):
                at[field] = i
                break
        # A column that is plainly called so is it, also where no value can be read: each row then says what is wrong.
        if field == "published" and field not in at and fitting:
            at[field] = fitting[0][1]
    return at, constants, order


def by_values(samples: Sequence[Sequence[str]]) -> dict[str, int]:
    """The columns of a table without a header: a date, the longest words, an address, a name.

    >>> by_values([["2026-03-01", "ann", "Does it run on SQLite?"], ["2026-03-02", "bob", "It does, we tried."]])
    {'published': 0, 'text': 2, 'author': 1}
    """
    width = min((len(row) for row in samples), default=0)
    columns = [[row[i].strip() for row in samples if row[i].strip()] for i in range(width)]
    at: dict[str, int] = {}
    tests = (("published", _are_dates), ("url", _are_addresses), ("mail", _are_mails))
    for field, test in tests:
        found = next((i for i, values in enumerate(columns) if values and i not in at.values() and test(values)), None)
        if found is not None:
            at[field] = found
    rest = [i for i, values in enumerate(columns) if i not in at.values() and values]
    if rest:
        at["text"] = max(rest, key=lambda i: sum(map(len, columns[i])) / len(columns[i]))
        short = [i for i in rest if i != at["text"] and max(map(len, columns[i])) <= 60]
        who = next((i for i in short if not _are_numbers(columns[i])), None)
        if who is not None:
            at["author"] = who
    return at


def _asked(names: list[str], asked: Mapping[str, str]) -> tuple[dict[str, int], dict[str, str], str]:
    at: dict[str, int] = {}
    constants: dict[str, str] = {}
    order = ""
    places = {plain_name(name): i for i, name in reversed(list(enumerate(names)))}
    for column, wish in asked.items():
        field, _, how = wish.partition(":")
        field = SPOKEN.get(plain_name(field), plain_name(field))
        if field not in WORDINGS or how not in ("", "dmy", "mdy"):
            raise CannotRead(f"There is no field {wish!r}. There are: {', '.join(WORDINGS)} (published:dmy, :mdy).")
        order = how or order
        place = names.index(column) if column in names else places.get(plain_name(column))
        if place is None and (number := whole(column)) and number <= len(names):
            place = number - 1
        if place is not None:
            at[field] = place
        elif field in CONSTANTS:
            constants[field] = column
        else:
            raise CannotRead(f"The table has no column {column!r}. It has: {', '.join(names)[:1000]}.")
    return at, constants, order


def _free(i: int, field: str, at: Mapping[str, int]) -> bool:
    return i not in at.values() or (field == "deal" and at.get("id") == i)


def _handles_first(fitting: list[tuple[int, int]], samples: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Accounts told by number and by handle in one row go by the handle, as they do where nobody knows the number."""
    values = {i: [row[i].strip() for row in samples if i < len(row) and row[i].strip()] for _, i in fitting}
    if not fitting or not values[fitting[0][1]] or _share(str.isdigit, values[fitting[0][1]]) < 1:
        return fitting
    handles = [pair for pair in fitting if values[pair[1]] and _share(_is_handle, values[pair[1]]) >= 0.9]
    return handles + [pair for pair in fitting if pair not in handles]


def _is_handle(value: str) -> bool:
    return _HANDLE.fullmatch(value) is not None


def values_fit(field: str, values: list[str]) -> bool:
    """Whether these values, none of them empty, can be what a field holds.

    >>> values_fit("published", ["soon"]), values_fit("name", ["#1001"]), values_fit("name", ["Ann Lee"])
    (False, False, True)
    """
    if not values:
        return True
    if field in ("published", "won"):
        return _share(_is_date, values) >= 0.5
    if field == "name":
        return _share(lambda v: _CODE.fullmatch(v) is not None, values) < 0.5
    if field == "url":
        return _are_addresses(values)
    if field == "mail":
        return _share(lambda v: "@" in v, values) >= 0.5
    return field not in ("amount", "followers") or _are_numbers(values)


def _whole(names: Sequence[str], samples: Sequence[Sequence[str]], at: dict[str, int], constants: dict[str, str],
           order: str, every: Callable[[], Iterable[Sequence[str]]]) -> Columns:  # fmt: skip
    columns = Columns(at, constants)
    missing = []
    if "published" not in at and "published" not in constants and not ("won" in at and columns.is_deals):
        missing.append("published")
    if not columns.is_deals and not at.keys() & {"text", "title"}:
        missing.append("text")
    found = ", ".join(f"{names[i]} is {field}" for field, i in at.items()) or "none"
    if missing:
        day = " One day for all rows is said with --map 2026-03-01=published." if "published" in missing else ""
        free = next((name for i, name in enumerate(names) if i not in at.values()), "COLUMN")
        raise NotSaid(
            f"No column says {' or '.join(missing)}. Columns: {', '.join(names)[:1000]}. "
            f"Understood: {found}. Name what is missing with --map COLUMN=FIELD, "
            f"such as --map {free}={missing[0]}.{day}",
            missing,
        )
    day_first = order == "dmy" if order else _day_first(names, samples, at, every)
    return Columns(at, constants, day_first)


def _day_first(names: Sequence[str], samples: Sequence[Sequence[str]], at: Mapping[str, int],
               every: Callable[[], Iterable[Sequence[str]]]) -> bool:  # fmt: skip
    dates = [i for field, i in at.items() if field in ("published", "won")]
    told = one_order(row[i] for row in samples for i in dates if i < len(row))
    if told is None:
        told = one_order(row[i] for row in every() for i in dates if i < len(row))
    if told is None:
        name = names[dates[0]]
        raise CannotRead(
            f"The dates in {name} may put the day or the month first, and no row tells which. Say it with "
            f"--map {name}=published:dmy or --map {name}=published:mdy."
        )
    return told


def _share(test: Callable[[str], bool], values: list[str]) -> float:
    return sum(1 for value in values if test(value)) / len(values)


def _is_date(text: str) -> bool:
    try:
        when(text)
    except NoDate:
        return False
    return True


def _are_dates(values: list[str]) -> bool:
    return _share(_is_date, values) >= 0.8


def _are_addresses(values: list[str]) -> bool:
    return _share(lambda v: v.startswith(("http://", "https://", "at://", "/", "www.")), values) >= 0.5


def _are_mails(values: list[str]) -> bool:
    return _share(lambda v: v.count("@") == 1 and "." in v.split("@")[1] and " " not in v, values) >= 0.8


def _are_numbers(values: list[str]) -> bool:
    return _share(lambda v: any(c.isdigit() for c in v) and not any(c.isalpha() for c in v[1:-3]), values) >= 0.5
