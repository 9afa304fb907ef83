"""Words that turn a sentence round, take its certainty, or answer another one; in five languages, folded.

The lists are short on purpose: where none of them fits, it cannot be told.
"""

import re
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEGATIONS: Final = _words("""
    not no never none nobody nothing neither nor cannot hardly
    dont doesnt didnt isnt arent wasnt werent hasnt havent hadnt cant couldnt wont wouldnt shouldnt mustnt neednt aint
    nicht kein keine keinen keinem keiner keines nie niemals niemand nichts
    pas jamais aucun aucune rien
    nunca jamas nadie nada
    non mai nessuno nessuna niente
""")
# Words that say nothing of a statement: it is the same with others of them, or without.
FILLERS: Final = _words("""
    a an the in on at of for to from with by as be is are am was were been it its this that these those there and so
    just really very we our you your i my
    der die das den dem des ein eine einen einem einer im in an auf zu zum zur von fur mit bei ist sind war es und so
    wir le la les l un une des du de d au aux en dans a est sont ce cette et tres nous
    el los las un una unos unas de del al en a es son esta y muy
    il lo gli i uno di della dei del nel nella e sono molto
""")
# Before what is stated they say that it is not so.
REFUSING: Final = _words("""
    disagree doubt deny reject oppose against wrong false untrue nonsense rubbish myth lie bullshit
    falsch unsinn quatsch bezweifle gegen lehne
    faux doute refuse contre
    falso mentira dudo rechazo contra
    sbagliato dubito rifiuto contro
""")
# Before what is stated they say that somebody holds it for true themselves, and nothing else.
OPENING: Final = (
    _words("""
    opinion view honest honestly believe agree agreed feel reckon convinced clearly obviously definitely absolutely
    simply exactly indeed true fact imho imo personally frankly course totally fully strongly
    meinung finde denke glaube ehrlich klar sicher
    pense crois trouve avis accord
    creo pienso opino claro acuerdo
    credo penso secondo certo accordo
""")
    | REFUSING
)
# Before what is stated, or within, they say that it is not sure, or said by somebody else.
REPORTED: Final = _words("""
    whether wonder wondering maybe perhaps might supposedly allegedly apparently says said say saying claim claims
    claimed believes wants thinks thought according they he she his her their people some who not_only sure only joking
    ob vielleicht angeblich sagt sagen behauptet behaupten laut sie er man manche nur
    dit disent selon ils elles on certains seulement
    quizas talvez acaso dicen dice segun ellos algunos solo
    forse dicono dice loro alcuni solo
""")
# Anywhere in the sentence they say that it is not meant so, or not all that is meant.
HEDGES: Final = _words("""
    if unless until but however although though yet lol haha hahaha lmao rofl sarcasm irony ironic joke
    wenn falls aber jedoch obwohl mais pourtant aunque pero ma tuttavia mdr jaja jajaja ahah si
""")
# As the first word they ask.
ASKING: Final = _words("""
    should is are do does did can could will would why how what who which when where
    soll sollte ist sind warum wie was wer wann kann
    pourquoi comment que qui quand est
    por como que quien cuando
    perche come che chi quando
""")
BECAUSE: Final = _words("""
    because therefore hence
    weil deshalb deswegen
    puisque parce
    porque
    perche poiche
""")
# Between them nothing of what is stated goes on.
JOINING: Final = BECAUSE | _words("and so und et y e")

_ASSENT: Final = r"""
    \+1|(?:i |we )?(?:fully |totally |completely |strongly )?agree(?:d)?|exactly|absolutely|indeed|precisely|well said
    |so true|very true|that s true|thats true|true|this|spot on|hear hear|amen|(?:i )?couldnt agree more|100 ?%
    |same here|you re right|youre right|right|yes|yep|yeah
    |genau|stimmt|richtig|sehe ich (?:auch|genauso)(?: so)?|volle zustimmung|bin dafur|ja
    |(?:je suis )?d accord|daccord|exactement|tout a fait|cest vrai|bien dit|oui
    |(?:estoy )?(?:totalmente )?de acuerdo|exacto|exactamente|es verdad|tal cual|si
    |(?:sono )?d accordo|daccordo|concordo|esatto|esattamente|vero
"""
_DISSENT: Final = r"""
    (?:i |we )?(?:fully |totally |completely |strongly )?disagree|i dont agree|not true|thats not true|wrong
    |thats wrong|youre wrong|false|nonsense|rubbish|absolutely not|certainly not|no way|nope|no|untrue
    |stimmt nicht|das stimmt nicht|falsch|unsinn|quatsch|auf keinen fall|nein
    |(?:je ne suis )?pas d accord|pas daccord|cest faux|faux|nimporte quoi|non
    |no estoy de acuerdo|es falso|falso|mentira|para nada
    |non sono d accordo|non sono daccordo|sbagliato|e falso
"""


def _answering(pattern: str) -> re.Pattern[str]:
    said = re.sub(r"\s*\n\s*", "", pattern)
    return re.compile(rf"(?:{said})(?=\s*$|[.!,;:…])")


ASSENTS: Final = _answering(_ASSENT)
DISSENTS: Final = _answering(_DISSENT)
SIGNS: Final = {"👍": "agree", "💯": "agree", "👎": "disagree"}
TURNED: Final = ("🙄", "😂", "🤣", "😏", "🤡", "/s")  # signs that it is not meant as it stands
QUOTES: Final = ('"', "“", "”", "«", "»", "„")
