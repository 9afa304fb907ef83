"""What is new in an answer, wherever its author put it."""

from email import message_from_string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoears.sources.mail.quotes import new_words
from twoears.sources.mail.words import said


@pytest.mark.parametrize(("text", "new"), [
    ("Yes.\n\n-----Original Message-----\nFrom: Ann\nSent: Monday\n\n> old\n> older\n\nAnd no.", "Yes.\n\nAnd no."),
    ("-- \nAnn, Norrvik\n\nOn 1 Mar 2026, Ben wrote:\n> Does it run?\nIt does.\n> And the price?\nTen.",
     "It does.\nTen."),
    ("It does.\n\nOn Tue, Ben wrote:\n> Does it run?", "It does."),
    ("Mine.\n\nOn this, Ben wrote:\n> Does it run?", "Mine.\n\nOn this, Ben wrote:"),
    ("See below.\n-- \nAnn\n\nOn 1 Mar 2026, Ben wrote:\n> Does it run?\nIt does.", "See below.\nIt does."),
    ("First part\n--\nsecond part\n\n" + "third\n" * 12, "First part\n--\nsecond part\n\n" + "third\n" * 12),
    ("Ja.\n--\nAnn", "Ja."),
    ("Top.\n\nOn Wed, 18 May 2026 at 11:10 PM Ann Berg <ann@norrvik.example>\nwrote:\n\nold, not marked", "Top."),
    ("Top.\n\nOn 18 May, as Ann wrote:\n\nwords that are mine", None),
    ("Oui.\n\nLe 1 mars 2026 à 10:00, Ann <ann@norrvik.example> a écrit :\n> vieux", "Oui."),
    ("Sì.\n\nIl giorno 1 mar 2026 alle ore 10:00 Ann <ann@norrvik.example> ha scritto:\n> vecchio", "Sì."),
    ("Sí.\n\nEl 1 mar 2026, a las 10:00, Ann <ann@norrvik.example> escribió:\n> viejo", "Sí."),
    ("Ok.\n\n2026-03-01 10:00 GMT+01:00 Ann <ann@norrvik.example>:\n> old", "Ok."),
    *((f"Ok.\n\n{line}\n> old", "Ok.") for line in (
        "2026年7月20日(月) 9:00 Me <me@acme.example>:", "2026/07/20 9:00、Me <me@acme.example>のメール：",
        "Me <me@acme.example> 于2026年7月20日周一 09:00写道：",
        "Me <me@acme.example> 於 2026年7月20日 週一 上午9:00寫道：",
        "2026년 7월 20일 (월) 오전 9:00, Me <me@acme.example>님이 작성:", "20.07.2026 09:00, Me пишет:",
        "пн, 20 июл. 2026 г. в 09:00, Me <me@acme.example>:", "在 2026年7月20日，上午9:00，Me <me@acme.example> 写道：",
        "Me <me@acme.example>, 20 Tem 2026 Pzt, 09:00 tarihinde şunu yazdı:",
        "pon., 20 lip 2026 o 09:00 Me <me@acme.example> napisał(a):",
        "Op ma 20 jul 2026 om 09:00 schreef Me <me@acme.example>:",
        "Den mån 20 juli 2026 kl 09:00 skrev Me <me@acme.example>:",
        "Den man. 20. jul. 2026 kl. 09.00 skrev Me <me@acme.example>:",
        "Em seg., 20 de jul. de 2026 às 09:00, Me <me@acme.example> escreveu:",
        "2026年7月20日(月) 9:00 A Very Long Name Indeed\n<me@acme.example>:",
    )),
    ("来週です。\n2026年の9:00の件：\n> old", "来週です。\n2026年の9:00の件："),
    ("Написала она так:\n> old", "Написала она так:"),
    ("Mail to Me <me@acme.example> by 2027:\n> old", "Mail to Me <me@acme.example> by 2027:"),
    ("はい。\n\n差出人: Me\n送信日時: 2026年7月20日\n宛先: Ann\n件名: Re: pump\n\nold", "はい。"),
    ("Да.\n\nОт: Me\nОтправлено: 20 июля\nКому: Ann\nТема: pump\n\nold", "Да."),
    ("Tak.\n\n-----Wiadomość oryginalna-----\nold", "Tak."),
    ("Ja.\n\nVon: Ann\nGesendet: Montag\nAn: Ben\nBetreff: Hallo\n\nalt", "Ja."),
    ("Oui.\n\nDe : Ann\nEnvoyé : lundi\nÀ : Ben\nObjet : Bonjour\n\nvieux", "Oui."),
    ("Sì.\n\nDa: Ann\nInviato: lunedì\nA: Ben\nOggetto: Ciao\n\nvecchio", "Sì."),
    ("Le prix est trop haut.\nComme Ann a écrit le 3 mars :\n> vieux", None),
    ("> all of it is old", ""),
    ("For you.\n\nBegin forwarded message:\n\nFrom: Ann\nold", "For you."),
])  # fmt: skip
def test_what_is_old_goes_and_what_is_new_stays(text, new):
    kept = new_words(text)
    assert kept == (text.replace("\n> vieux", "") if new is None else new).strip()


ATTRIBUTIONS = [
    "On Sun, 1 Mar 2026 at 09:00, Ben <ben@acme.example> wrote:",
    "On Sun, 1 Mar 2026 at 09:00, Ben\n<ben@acme.example> wrote:",
    "Am 01.03.2026 um 10:00 schrieb Ben:",
    "Le 1 mars 2026 à 10:00, Ben a écrit :",
    "-----Original Message-----\nFrom: Ben\nSent: Sunday\nTo: Ann\nSubject: Hi\n",
    "",
]
WORDS = st.lists(
    st.text(alphabet="abcdefgh äéß.,?!", min_size=1, max_size=40).map(str.strip).filter(bool), min_size=1, max_size=3
).map("\n".join)  # fmt: skip


ROUNDS = st.lists(st.tuples(st.sampled_from(ATTRIBUTIONS), WORDS, WORDS), max_size=4)


@given(ROUNDS, WORDS, st.sampled_from(["", "-- \nAnn"]))
def test_no_new_word_is_lost_between_quotes_above_or_below_them(rounds, top, signature):
    """New words on top, then again and again: who wrote, what was quoted, and what is answered to it."""
    parts, new = [top], [top]
    for attribution, old, answer in rounds:
        parts += [attribution, "\n".join(f"> {line}" for line in old.split("\n")), answer]
        new.append(answer)
    kept = new_words("\n\n".join([*parts, signature]))
    lines = {line.strip() for line in kept.split("\n")}
    assert all(line.strip() in lines for part in new for line in part.split("\n"))
    assert not any(line.startswith(">") for line in kept.split("\n"))
    assert "wrote:" not in kept and "Original" not in kept


@given(st.text(alphabet="On Am2:>@<-_\nFrom: Sent To wrote:", max_size=300))
def test_whatever_a_text_holds_each_line_kept_was_in_it(text):
    stood = {line.strip() for line in text.split("\n")}
    assert all(line.strip() in stood for line in new_words(text).split("\n") if line.strip())


def mail(markup: str) -> str:
    return new_words(said(message_from_string(f"Content-Type: text/html; charset=utf-8\n\n{markup}")))


GMAIL = (
    '<div dir="ltr">On top.</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Sun, 1 Mar 2026 at '
    "09:00, Ben &lt;ben@acme.example&gt; wrote:<br></div>"
    '<blockquote class="gmail_quote"><div>first question</div></blockquote><div>first answer</div>'
    '<blockquote class="gmail_quote"><div>second question</div></blockquote><div>second answer</div></div>'
)
OUTLOOK = (
    '<div>On top.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Ben</div><div>old words'
    '<div id="divRplyFwdMsg">older</div><div>oldest</div></div>'
)
DESKTOP = (
    '<p class="MsoNormal">On top.</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt">'
    '<p class="MsoNormal"><b>From:</b> Ben<br><b>Sent:</b> Sunday<br><b>To:</b> Ann<br><b>Subject:</b> Hi</p>'
    "</div></div>"
    '<p class="MsoNormal">old words</p>'
)


@pytest.mark.parametrize(("markup", "new"), [
    (GMAIL, "On top.\n\nfirst answer\n\nsecond answer"),
    (OUTLOOK, "On top."),
    (DESKTOP, "On top."),
    ('<p>Mine</p><blockquote type="cite">old<blockquote type="cite">older</blockquote></blockquote><p>Also mine</p>',
     "Mine\n\nAlso mine"),
    ("<p>As they say:</p><blockquote>a quotation of mine</blockquote>", "As they say:\na quotation of mine"),
    ('<div>Neu</div><div name="quote" style="margin:10px">alt</div>', "Neu"),
    ("<p>On 1 March at 09:00 Ann &lt;a@norrvik.example&gt; wrote:</p><blockquote type=cite>old</blockquote>New", "New"),
])  # fmt: skip
def test_the_marks_of_mail_programs_in_html_are_known(markup, new):
    assert mail(markup) == new


@given(st.text(alphabet="<>/blockquote dvitype=cite\"' #RplyFwdMsg", max_size=200))
def test_no_markup_stops_the_reading(markup):
    mail(f"<blockquote type=cite>{markup}<div id=divRplyFwdMsg>{markup}")
