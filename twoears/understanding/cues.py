"""Words that a person would point at: who is asked, what is begged, what is thanked for, in five languages.

A cue is one or two words as they are read (lower case, no accents, no apostrophes: "don't" is "dont"). The weight that
each kind carries is learnt; the lists only say which words are of a kind.
"""

from collections.abc import Iterable
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.lib.text import folding
from twoears.understanding.grams import Words, open_page

# Kind by kind, a line for each language: English, German, French, Spanish, Italian.
CUES: Final[dict[str, str]] = {
    "asks who or what": """
        how|what|whats|when|where|wheres|who|whom|which|why|whose|hows|how come|any idea|anyone know|wondering if
        |wondering whether
        wie|was|wann|wo|wer|wem|wen|welche|welcher|welches|welchen|warum|wieso|weshalb|womit|wofur|woher|wohin|wozu
        |weiss jemand
        comment|combien|quand|ou|qui|quel|quelle|quels|quelles|pourquoi|est ce|quest ce|quelquun sait|quoi
        como|cuanto|cuanta|cuantos|cuando|donde|quien|cual|cuales|por que|que|alguien sabe
        come|quanto|quanta|quanti|quando|dove|chi|quale|quali|perche|cosa|che cosa|qualcuno sa
    """,
    "turns the verb round": """
        do|does|did|is|are|was|were|can|could|will|would|should|has|have|had|may|am|isnt|arent|doesnt|dont|cant|wont
        ist|sind|hat|habt|haben|kann|konnt|konnen|konnte|konnten|gibt|gibts|wird|werden|darf|geht|gilt|lauft
        |funktioniert
        peut|peux|puis je|pouvez|pourriez|peut on|avez|faut il|existe t|y a|sera t|vous avez
        hay|puedo|puede|pueden|podria|podrian|podeis|tienen|teneis|tiene|existe|sirve
        ce|posso|potete|puo|potreste|avete|esiste|funziona|si puo|si possono
    """,
    "you": """
        you|your|yours|u|ya|yall|guys
        sie|ihr|euch|eure|euren|eurer|ihre|ihnen|ihren|du|dein|dich|dir
        vous|votre|vos|tu|ton|toi
        usted|ustedes|vosotros|vuestro|vuestra|os|su|tu|te
        voi|vi|vostro|vostra|vostri|tu|tuo
    """,
    "I or we": """
        i|im|ive|id|ill|me|my|mine|we|our|us|weve|were
        ich|mir|mich|mein|meine|meinem|meinen|wir|uns|unser|unsere
        je|jai|me|mon|ma|mes|moi|nous|notre|nos|on
        yo|me|mi|mis|nos|nosotros|nuestro|nuestra
        io|mi|mio|mia|miei|noi|ci|nostro|nostra
    """,
    "please": """
        please|pls|plz|plss|kindly|could you|can you|would you|let me|tell me|send me|give me|dm me|call me
        bitte|konnt ihr|konnen sie|konntet ihr|schickt mir|meldet euch|kann mir
        svp|sil vous|stp|veuillez|envoyez moi|aidez moi|merci de|pouvez vous|pourriez vous|contactez moi|rappelez moi
        por favor|porfa|porfavor|mandenme|enviadme|escribanme|podrian|ayudenme|me pueden
        per favore|per piacere|mandatemi|scrivetemi|aiutatemi|potreste|potete aiutarmi|richiamatemi
    """,
    "help": """
        help|halp|assist|assistance|advise|stuck|somebody help|sos|recommendations|any help
        hilfe|helfen|hilf|ruckruf|empfehlungen|weiterhelfen
        aide|aider|maider|secours|conseils
        ayuda|ayudar|ayudenme|auxilio
        aiuto|aiutarmi|aiutatemi|aiutare
    """,
    "need or want": """
        need|needed|want|id like|would like|would love|looking for|trying to|request|requesting|how to|want my|hoping
        brauche|brauchen|mochte|mochten|suche|suchen|will mein|hatte gern|benotige|ich will
        besoin|voudrais|voudrions|cherche|cherchons|souhaite|je veux|aimerais
        necesito|necesitamos|quiero|queremos|quisiera|busco|buscamos
        bisogno|vorrei|vorremmo|cerco|cerchiamo|mi serve|voglio
    """,
    "does not work": """
        cant|cannot|unable|wont|doesnt|not working|isnt working|error|crash|crashes|crashing|broken|broke|bug|issue
        |issues|problem|problems|fails|failed
        |offline|down|missing|lost|never came|never arrived|still waiting|stopped|locked|hacked|disconnects|freezes
        |charged twice|still no|not able
        sturzt|absturz|kaputt|defekt|fehler|geht nicht|funktioniert nicht|lauft nicht|nichts mehr|klappt nicht
        |kommt nicht|problem|gesperrt
        plante|bug|panne|erreur|casse|marche plus|fonctionne pas|impossible|probleme|bloque|arrive plus|arrive pas
        error|fallo|falla|roto|rota|no funciona|no puedo|no llega|no sincroniza|problema|bloqueada|se cierra
        errore|rotto|rotta|non funziona|non riesco|non arriva|non si|problema|bloccato|si blocca|guasto
    """,
    "no": """
        no|not|never|none|nothing|without|nobody
        nicht|kein|keine|nie|nichts|niemand|ohne
        ne|pas|jamais|rien|sans|personne|plus
        nunca|nada|sin|nadie|ni
        non|mai|niente|senza|nessuno
    """,
    "thanks": """
        thanks|thank|thankyou|thx|thnx|thanx|ty|tysm|cheers|grateful|appreciated|appreciate|kudos|tanks|tnx
        danke|dank|dankeschon|dankbar|merci|bedanke|bedanken
        merci|mercis|remercie|remercier|remercions|reconnaissants|reconnaissant
        gracias|agradezco|agradecemos|agradecidos|agradecido|agradecida
        grazie|ringrazio|ringraziamo|ringraziarvi|ringraziare|grati|grata|grato
    """,
    "thanks for nothing done": """
        in advance|for nothing|no thanks|thank god|thank goodness|thanks to|tia|says thank|say thanks|not thank
        im voraus|fur nichts|nein danke|gott sei|dank eures|dank eurer|dank auch|danke vorab
        davance|pour rien|non merci|dieu merci|merci bien|merci de|grace a|merci quand
        de antemano|por nada|no gracias|gracias a|gracias dios|a dios
        in anticipo|di niente|no grazie|grazie al|per niente|grazie tante
    """,
    "blames": """
        worst|terrible|awful|horrible|pathetic|disappointed|disappointing|unacceptable|ridiculous|useless|shame
        |scam|rubbish|garbage|disgusting
        |frustrating|frustrated|annoying|sucks|crap|worse|angry|refund|fed up|never buying|never again|hang up|slow
        |joke|unbelievable|shit|hate
        schlecht|schlechter|schlechtester|schlechteste|unfassbar|frech|frechheit|enttauscht|unverschamt|nervt
        |nie wieder|na toll|katastrophe
        pire|nul|nulle|honte|honteux|decu|decue|incroyable|inadmissible|insupportable|scandaleux|plus jamais
        peor|pesimo|verguenza|decepcionado|decepcionada|increible|desesperante|inaceptable|nunca mas|estafa
        peggior|peggiore|pessimo|vergogna|deluso|delusa|incredibile|inaccettabile|mai piu|truffa
    """,
    "praises": """
        love|great|awesome|best|happy|excellent|amazing|perfect|nice|good|cool|fun
        super|toll|toller|gut|klasse|prima|liebe|gefallt
        superbe|genial|bravo|adore|parfait|excellent|bien
        genial|gran|excelente|encanta|perfecto|buena|bueno
        ottimo|bellissimo|bravissima|piace|perfetto|bello
    """,
    "small talk": """
        how are|hows it|hope you|good morning|happy friday|hows everyone|whats up|how r|hope youre|have a
        wie gehts|wie geht|guten morgen|schones wochenende|wie war
        comment allez|ca va|bon week|bonne journee|comment vas
        como estan|como estas|como va|buen fin|buenos dias|que tal
        come state|come stai|come va|buon fine|buona giornata
    """,
    "sells": """
        register|sign up|join us|free trial|trial|off all|discount|sale|promo|coupon|code|offer|launch|launching
        |launched|introducing|proud|excited to
        |announce|announcing|download|subscribe|learn more|read more|find out|discover|check out|get your|order now
        |order today|buy now|shop|tickets
        |win|giveaway|our new|our latest|webinar|newsletter|book a|dont miss|available now|hiring|apply here|try it
        |upgrade|switch|free shipping
        anmelden|jetzt|kostenlos|rabatt|gewinnen|entdecken|testen|vorzustellen|besuchen sie|angebot nur|webinar
        |gewinnt
        inscrivez|essai|gratuit|decouvrez|gagnez|remise|profitez|webinaire|retrouvez|fiers de|essayez
        inscribete|descuento|gratis|descubre|gana|seminario|visitanos|oferta|enorgullece|pruebala|prueba
        iscriviti|sconto|gratis|scopri|vinci|webinar|orgogliosi|offerta|provalo|vieni a
    """,
}
KINDS: Final = tuple(CUES)


def cues(kind: str) -> tuple[str, ...]:
    """The words and pairs of words of one kind.

    >>> "svp" in cues("please")
    True
    """
    return tuple(cue.strip() for line in CUES[kind].splitlines() for cue in line.split("|") if cue.strip())


def _keys(phrases: Iterable[str]) -> list[int]:
    found = []
    for phrase in phrases:
        words = open_page([phrase]).words
        found.append(int(words.one[1] if len(words.one) == 3 else words.two[1]))
    return found


@cache
def _index() -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """All cue keys in order, and for each a bit for every kind that it belongs to."""
    kinds: dict[int, int] = {}
    for bit, kind in enumerate(KINDS):
        for key in _keys(cues(kind)):
            kinds[key] = kinds.get(key, 0) | 1 << bit
    keys = np.array(sorted(kinds), dtype=np.uint64)
    return keys, np.array([kinds[int(key)] for key in keys], dtype=np.uint32)


def _look_up(hashes: NDArray[np.uint64]) -> NDArray[np.uint32]:
    keys, kinds = _index()
    place = np.minimum(np.searchsorted(keys, hashes), len(keys) - 1)
    return np.where(keys[place] == hashes, kinds[place], np.uint32(0))


def cued(words: Words) -> NDArray[np.uint32]:
    """For each word a bit for every kind of cue (in the order of KINDS) that it is, or begins together with the next.

    >>> bits = cued(open_page(["Thanks in advance"]).words)
    >>> [KINDS[bit] for bit in range(len(KINDS)) if bits[1] >> bit & 1], bits[2] > 0
    (['thanks'], np.True_)
    """
    return _look_up(words.one) | _look_up(words.two)


def unfolded() -> list[str]:
    """Cues that no text can match, because they are not written as they are read. For tests: there is none.

    >>> unfolded()
    []
    """
    table = folding()
    return [cue for kind in KINDS for cue in cues(kind) if any(table[ord(letter)] != ord(letter) for letter in cue)]
